//! What is said, what is kept to oneself, and who waits for whom.

use chrono::Duration;
use domain::id::CommentId;
use domain::ticket::Move;
use store::Error;
use store::testing::{conn, fresh, noon};
use store::tickets::{self, What};

use crate::{World, enter, say, today};

const CANARY: &str = "canary-7f3a: ask for a price before they start";

#[tokio::test]
async fn both_sides_read_what_is_said_and_whoever_waits_is_known() {
    let mut world = World::new().await;
    let id = world.leak().await.id;
    say(world.tx().await, id, "Kessler comes tomorrow.").await.unwrap();
    let ticket = world.find(id).await;
    assert_eq!((ticket.waits_since, ticket.answered_at), (None, Some(noon())));
    let later = world.house.at(noon() + Duration::hours(2)).await;
    let ben = world.viewer(world.ben, today()).await;
    say(enter(&later, &ben).await, id, "We are out until five.").await.unwrap();
    let ticket = world.find(id).await;
    assert_eq!(ticket.waits_since, Some(noon() + Duration::hours(2)));
    // The second word of a household that waits already does not start the clock anew.
    let even_later = world.house.at(noon() + Duration::hours(5)).await;
    say(enter(&even_later, &ben).await, id, "Still out.").await.unwrap();
    assert_eq!(world.find(id).await.waits_since, Some(noon() + Duration::hours(2)));
    let mut tx = world.as_tenant(world.maya).await;
    let thread = tickets::thread(&mut tx, id, None, 50).await.unwrap();
    let said: Vec<&str> = thread
        .iter()
        .filter_map(|e| if let What::Said(w) = &e.what { Some(w.as_str()) } else { None })
        .collect();
    assert_eq!(said, ["Kessler comes tomorrow.", "We are out until five.", "Still out."]);
    assert_eq!(thread.last().unwrap().name, "Ben Lind");
    // Page by page, backwards.
    let newest = tickets::thread(&mut tx, id, None, 2).await.unwrap();
    let first = newest.first().unwrap();
    let before = tickets::thread(&mut tx, id, Some((first.at, first.id)), 50).await.unwrap();
    assert_eq!((newest.len(), before.len()), (2, thread.len() - 2));
}

#[tokio::test]
async fn a_note_is_read_by_the_landlords_side_and_by_nothing_else() {
    let mut world = World::new().await;
    let id = world.leak().await.id;
    let mut tx = world.tx().await;
    let key = CommentId(fresh());
    assert!(tickets::note(&mut tx, id, key, CANARY).await.unwrap());
    assert!(!tickets::note(&mut tx, id, key, CANARY).await.unwrap(), "sent twice it is kept once");
    tx.commit().await.unwrap();
    let mut tx = world.tx().await;
    let thread = tickets::thread(&mut tx, id, None, 50).await.unwrap();
    assert!(thread.iter().any(|e| matches!(&e.what, What::Noted(w) if w == CANARY)));
    // A note is no answer: the household still waits.
    assert!(world.find(id).await.waits_since.is_some());
    let mut tx = world.as_tenant(world.maya).await;
    let shown = format!("{:?}", tickets::thread(&mut tx, id, None, 50).await.unwrap());
    assert!(!shown.contains("canary"), "{shown}");
    assert!(matches!(tickets::note(&mut tx, id, CommentId(fresh()), "x").await, Err(Error::Missing)));
    let read = sqlx::query("select body from ticket_note").fetch_all(conn(&mut tx)).await;
    assert!(read.unwrap_err().to_string().contains("permission denied"));
    // Nowhere else in the database: not in the activity list, not in what open pages hear, not in the queue.
    let mut admin = world.house.superuser().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
           and c.relname <> 'ticket_note' order by 1",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    assert!(tables.len() > 30);
    for table in tables {
        let sql = format!("select count(*) from {table} t where t::text like '%canary-7f3a%'");
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap();
        assert_eq!(found, 0, "{table}");
    }
    // And nobody of the household hears that there is one.
    let told: i64 =
        sqlx::query_scalar("select count(*) from event where audience = 'keepers' and topic = 'ticket'")
            .fetch_one(&mut admin)
            .await
            .unwrap();
    assert_eq!(told, 1);
}

#[tokio::test]
async fn on_a_closed_repair_words_are_refused_and_the_way_on_is_told() {
    let mut world = World::new().await;
    let ticket = world.leak().await;
    let mut tx = world.tx().await;
    tickets::change_status(&mut tx, ticket.id, ticket.version, Move::Complete).await.unwrap();
    tx.commit().await.unwrap();
    let maya = world.viewer(world.maya, today()).await;
    let told =
        say(enter(&world.house.db, &maya).await, ticket.id, "It drips again.").await.unwrap_err().to_string();
    assert!(told.contains("Open it again"), "{told}");
    let late = world.house.at(noon() + Duration::days(31)).await;
    let told = say(enter(&late, &maya).await, ticket.id, "It drips again.").await.unwrap_err().to_string();
    assert!(told.contains("Report it anew"), "{told}");
    // Notes and costs come late, too.
    let mut tx = world.tx().await;
    assert!(tickets::note(&mut tx, ticket.id, CommentId(fresh()), "The bill came.").await.unwrap());
}

#[tokio::test]
async fn sent_twice_it_is_said_once_and_somebody_elses_id_is_refused() {
    let mut world = World::new().await;
    let id = world.leak().await.id;
    let (maya, nora) = (world.viewer(world.maya, today()).await, world.nora);
    let key = CommentId(fresh());
    let send = async || {
        let mut tx = enter(&world.house.db, &maya).await;
        let done = tickets::say(&mut tx, id, key, "Hello").await.unwrap();
        tx.commit().await.unwrap();
        done
    };
    let (a, b) = tokio::join!(send(), send());
    assert!(a != b);
    assert_eq!(world.count("select count(*) from ticket_comment").await, 1);
    // Sent again with other words, because nobody knew that it had arrived.
    let mut tx = enter(&world.house.db, &maya).await;
    assert!(tickets::say(&mut tx, id, key, "Hello again").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.count("select count(*) from ticket_comment").await, 2);
    let other = world.viewer(nora, today()).await;
    let domain::Viewer::Tenant(me) = &other else { panic!() };
    let mut tx = enter(&world.house.db, &other).await;
    let own = domain::id::TicketId(tx.new_id());
    tickets::report_own(&mut tx, own, me.living[0], &crate::leak()).await.unwrap();
    let taken = tickets::say(&mut tx, own, key, "Mine").await;
    assert!(matches!(taken, Err(Error::Refused { .. })), "{taken:?}");
}

#[tokio::test]
async fn a_tenant_may_write_many_times_over_one_connection() {
    let mut world = World::new().await;
    let id = world.leak().await.id;
    let maya = world.viewer(world.maya, today()).await;
    // From the sixth time on Postgres may plan for any values, and then asks for every right that the statement names.
    for n in 0..12 {
        let tx = enter(&world.house.db, &maya).await;
        assert!(crate::say(tx, id, &format!("It drips, {n}.")).await.unwrap());
    }
}
