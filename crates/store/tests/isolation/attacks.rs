//! Attacks by somebody who found a way to run a statement of their own: what they can reach, and what they can learn.

use domain::Viewer;
use domain::viewer::Member;
use sqlx::{AssertSqlSafe, Row};
use store::Tx;
use store::testing::{TestHouse, as_viewer, conn, fresh, noon};
use uuid::Uuid;

/// Two portfolios with a house each.
pub struct Scene {
    pub house: TestHouse,
    pub ruth: Member,
    rival: Member,
    pub own: Uuid,
    foreign: Uuid,
}

impl Scene {
    pub async fn new() -> Scene {
        let mut house = TestHouse::new().await;
        let (ruth, rival) = (house.portfolio("Calloway Homes").await, house.portfolio("Rival Homes").await);
        let (own, foreign) = (fresh(), fresh());
        for (id, member) in [(own, &ruth), (foreign, &rival)] {
            sqlx::query("insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at) values ($1, $2, 'House', '', '', '', '', 1, $3)")
                .bind(member.portfolio.0).bind(id).bind(noon()).execute(&mut house.owner).await.unwrap();
        }
        Scene { house, ruth, rival, own, foreign }
    }

    pub async fn enter(&self, viewer: &Viewer) -> Tx {
        self.house.db.enter(viewer).await.unwrap()
    }
}

/// What a statement answers: how many rows it met, or the error's code and words.
pub async fn answer(tx: &mut Tx, sql: impl Into<String>) -> Result<u64, (String, String)> {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.into())).execute(conn(tx)).await;
    done.map(|d| d.rows_affected()).map_err(|e| {
        let e = e.into_database_error().expect("Postgres answered");
        (e.code().unwrap_or_default().into_owned(), e.message().to_owned())
    })
}

/// The code with which a statement is refused.
pub async fn refusal(scene: &Scene, viewer: &Viewer, sql: impl Into<String>) -> String {
    let mut tx = scene.enter(viewer).await;
    let sql = sql.into();
    answer(&mut tx, sql.clone()).await.expect_err(&sql).0
}

#[tokio::test]
async fn nobody_becomes_mightier_than_the_login() {
    let scene = Scene::new().await;
    let viewer = as_viewer(&scene.ruth);
    for sql in [
        "set role duplex_owner",
        "set local role postgres",
        "set session authorization postgres",
        "alter table property disable row level security",
        "alter role duplex_app bypassrls",
        "create policy p on property using (true)",
        "create table mine (id int)",
        "create temporary table property (id int)",
        "create function app.portfolio_id(x int) returns int language sql return 1",
        "set local session_replication_role = replica",
        "copy property to program 'cat'",
        "select pg_read_file('PG_VERSION')",
        "truncate property",
        "lock table property in access exclusive mode",
        "create trigger t before insert on property execute function suppress_redundant_updates_trigger()",
    ] {
        let code = refusal(&scene, &viewer, sql).await;
        assert!(["42501", "25P02", "42883"].contains(&code.as_str()), "{sql}: {code}");
    }
    // A grant without the right to grant is a warning, and grants nothing.
    let mut tx = scene.enter(&viewer).await;
    answer(&mut tx, "grant select on property to duplex_public").await.unwrap();
    let granted =
        sqlx::query_scalar::<_, bool>("select has_table_privilege('duplex_public', 'property', 'select')");
    assert!(!granted.fetch_one(conn(&mut tx)).await.unwrap());
    // Row security cannot be switched off: Postgres then refuses the query rather than show everything.
    let mut tx = scene.enter(&viewer).await;
    answer(&mut tx, "set local row_security = off").await.unwrap();
    assert_eq!(answer(&mut tx, "select * from property").await.unwrap_err().0, "42501");
}

#[tokio::test]
async fn out_of_the_transaction_there_is_nothing() {
    let scene = Scene::new().await;
    let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
    // The login itself, without the role of the viewer, does not even reach the schema.
    answer(&mut tx, "reset role").await.unwrap();
    assert_eq!(answer(&mut tx, "select * from public.property").await.unwrap_err().0, "42501");
    drop(tx);
    let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
    answer(&mut tx, "commit").await.unwrap();
    assert!(
        ["42501", "42P01"].contains(&answer(&mut tx, "select * from property").await.unwrap_err().0.as_str())
    );
}

#[tokio::test]
async fn a_setting_that_slipped_into_the_session_is_not_believed() {
    let scene = Scene::new().await;
    // One connection, so that the next viewer surely gets the poisoned one.
    let db = scene.house.at(noon()).await;
    let viewers = [as_viewer(&scene.rival), as_viewer(&scene.rival)];
    let mut held = Vec::new();
    for viewer in &viewers {
        held.push(db.enter(viewer).await.unwrap());
    }
    for mut tx in held {
        let (portfolio, person) = (scene.ruth.portfolio, scene.ruth.person);
        let poison = format!(
            "set app.portfolio_id = '{portfolio}'; set app.person_id = '{person}'; set app.role = 'owner'; set app.reach = 'all'; set role duplex_landlord"
        );
        answer(&mut tx, poison).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    assert_eq!(answer(&mut tx, "select * from app.my_doors()").await, Ok(0));
    assert_eq!(answer(&mut tx, "select id from person").await, Ok(0));
    assert_eq!(answer(&mut tx, "select * from property").await.unwrap_err().0, "42501");
    drop(tx);
    let mut tx = db.enter(&as_viewer(&scene.rival)).await.unwrap();
    let ids: Vec<Uuid> =
        sqlx::query_scalar("select id from property").fetch_all(conn(&mut tx)).await.unwrap();
    assert_eq!(ids, [scene.foreign], "the rival sees their own house and not Ruth's");
}

#[tokio::test]
async fn a_garbage_identity_is_an_error_and_never_rows() {
    let scene = Scene::new().await;
    for garbage in ["x", "' or true --", "00000000-0000-0000-0000-00000000000g", "{}", "NULL"] {
        let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
        let literal = garbage.replace('\'', "''");
        answer(&mut tx, format!("set local app.portfolio_id = '{literal}'")).await.unwrap();
        let (code, words) = answer(&mut tx, "select * from property").await.unwrap_err();
        assert_eq!(code, "22P02", "{garbage}");
        assert!(!words.contains(&scene.foreign.to_string()));
    }
    let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
    answer(&mut tx, "set local app.portfolio_id = ''").await.unwrap();
    assert_eq!(answer(&mut tx, "select * from property").await, Ok(0));
    assert_eq!(answer(&mut tx, "update property set name = 'x'").await, Ok(0));
}

#[tokio::test]
async fn a_child_cannot_hang_under_a_foreign_parent_nor_a_row_change_sides() {
    let scene = Scene::new().await;
    let (ruth, unit) = (scene.ruth.portfolio, fresh());
    let insert = |portfolio, property| {
        format!(
            "insert into unit (portfolio_id, id, property_id, name, created_at) values ('{portfolio}', '{unit}', '{property}', 'A', now())"
        )
    };
    let viewer = as_viewer(&scene.ruth);
    assert_eq!(refusal(&scene, &viewer, insert(ruth, scene.foreign)).await, "23503");
    assert_eq!(refusal(&scene, &viewer, insert(scene.rival.portfolio, scene.foreign)).await, "42501");
    let theirs = scene.rival.portfolio;
    assert_eq!(
        refusal(&scene, &viewer, format!("update property set portfolio_id = '{theirs}'")).await,
        "42501"
    );
    // A foreign parent answers exactly as one that does not exist.
    let mut answers = Vec::new();
    for property in [scene.foreign, fresh()] {
        let mut tx = scene.enter(&viewer).await;
        answers.push(answer(&mut tx, insert(ruth, property)).await);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_key_that_is_taken_elsewhere_answers_as_a_free_one() {
    let scene = Scene::new().await;
    let viewer = as_viewer(&scene.ruth);
    for portfolio in [scene.rival.portfolio, scene.ruth.portfolio] {
        let mut answers = Vec::new();
        for id in [scene.foreign, fresh()] {
            for tail in [
                "",
                "on conflict do nothing",
                "on conflict (portfolio_id, id) do update set name = excluded.name returning name",
            ] {
                let mut tx = scene.enter(&viewer).await;
                let sql = format!(
                    "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at) values ('{portfolio}', '{id}', 'Probe', '', '', '', '', 1, now()) {tail}"
                );
                answers.push(answer(&mut tx, sql).await.map_err(|(code, _)| code));
            }
        }
        assert_eq!(answers[..3], answers[3..], "a taken id and a free one answer alike");
    }
}

#[tokio::test]
async fn a_condition_cannot_be_made_to_look_at_hidden_rows() {
    let scene = Scene::new().await;
    let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
    // Would fail on the rival's row, were it looked at before the policy.
    let sql = format!(
        "select * from property where 1 / (case when id = '{}' then 0 else 1 end) = 1",
        scene.foreign
    );
    assert_eq!(answer(&mut tx, sql).await, Ok(1));
    let sql = format!("update property set name = name where id = '{}' returning name::int", scene.foreign);
    assert_eq!(answer(&mut tx, sql).await, Ok(0));
    let rows = sqlx::query("select count(*) as n from property where id = $1")
        .bind(scene.own)
        .fetch_one(conn(&mut tx))
        .await;
    assert_eq!(rows.unwrap().get::<i64, _>("n"), 1);
}

#[tokio::test]
async fn nothing_hidden_comes_back_from_a_write() {
    let scene = Scene::new().await;
    let person = Viewer::Person { person: scene.ruth.person };
    for sql in [
        "update person set name = name returning password_hash",
        "update person set password_hash = 'x'",
        "select password_hash from person",
        "select * from person",
        "insert into session select * from session",
        "delete from session",
    ] {
        assert_eq!(refusal(&scene, &person, sql).await, "42501", "{sql}");
    }
    let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
    let mail = format!(
        "insert into mail_out (portfolio_id, id, recipient, subject, body, created_at) values ('{}', '{}', 'a@example.com', 'x', 'secret', now())",
        scene.ruth.portfolio,
        fresh()
    );
    answer(&mut tx, mail.clone()).await.unwrap();
    assert_eq!(answer(&mut tx, format!("{mail} returning body")).await.unwrap_err().0, "42501");
}

#[tokio::test]
async fn the_statistics_and_other_peoples_statements_stay_hidden() {
    let mut scene = Scene::new().await;
    sqlx::raw_sql("analyze property").execute(&mut scene.house.owner).await.unwrap();
    let mut other = scene.enter(&as_viewer(&scene.rival)).await;
    answer(&mut other, "select 'a secret of the rival'").await.unwrap();
    let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
    assert_eq!(answer(&mut tx, "select * from pg_stats where schemaname = 'public'").await, Ok(0));
    let spied = "select * from pg_stat_activity where query like '%a secret of%' and pid <> pg_backend_pid()";
    assert_eq!(answer(&mut tx, spied).await, Ok(0));
    assert_eq!(answer(&mut tx, "select * from pg_authid").await.unwrap_err().0, "42501");
}
