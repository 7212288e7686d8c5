//! Decisions about lines: in parts, all at once, by two people at a time, and taken back.

use domain::id::{BankLineId, PropertyId};
use domain::rules::{Band, RuleDraft};
use domain::{Cents, Period};
use store::review::{self, Group, Sort, Split};
use store::testing::as_viewer;
use store::{Error, Tx, accounts, documents, imports, lines, rules};

use crate::{World, account, batch, bring, commit, day, row};

pub fn split(category: &str, property: Option<PropertyId>, cents: i64) -> Split {
    Split { category: category.into(), property, amount: Cents(cents), period: None, note: None }
}

/// All lines, the newest first.
pub async fn all(tx: &mut Tx) -> Vec<lines::Line> {
    let rows = lines::list(tx, &lines::Filter::default(), None, 500).await.unwrap();
    let mut found = Vec::new();
    for row in rows {
        found.push(lines::find(tx, row.id).await.unwrap());
    }
    found
}

async fn total(world: &World, reading: &str, month: &str, category: &str) -> i64 {
    let sql = format!(
        "select coalesce(sum(amount_cents), 0)::bigint from month_total
         where reading = '{reading}' and month = '{month}' and category = '{category}'"
    );
    world.count(&sql).await
}

#[tokio::test]
async fn a_line_is_booked_in_parts_that_come_to_it_and_booked_anew() {
    let world = World::new().await;
    world.import(&batch(vec![row("2026-11-03", -30_000, "HANDY PETE")])).await;
    let before = world.sums().await;
    let mut tx = world.tx().await;
    let line = all(&mut tx).await.remove(0);
    let (birch, oak) = (Some(world.birch), Some(world.oak));
    let short = [split("repairs", birch, -20_000), split("supplies", oak, -9_999)];
    let told = review::book(&mut tx, line.id, line.version, &short).await.unwrap_err().to_string();
    assert!(told.contains("−$0.01 are left"), "{told}");
    for bad in [
        vec![],
        vec![split("nonsense", None, -30_000)],
        vec![split("repairs", birch, -30_000), split("repairs", birch, 0)],
    ] {
        let refused = review::book(&mut tx, line.id, line.version, &bad).await;
        assert!(matches!(refused, Err(Error::Refused { .. })), "{bad:?}");
    }
    // A fee kept back: more went to repairs than left the account.
    let parts = [split("repairs", birch, -32_000), split("other-income", oak, 2_000)];
    review::book(&mut tx, line.id, line.version, &parts).await.unwrap();
    tx.commit().await.unwrap();
    world.assert_sound().await;
    assert_eq!(total(&world, "cash", "2026-11-01", "repairs").await, 32_000);
    assert_eq!(total(&world, "accrual", "2026-11-01", "other-income").await, 2_000);

    let mut tx = world.tx().await;
    let line = lines::find(&mut tx, line.id).await.unwrap();
    review::book(&mut tx, line.id, line.version, &[split("personal", None, -30_000)]).await.unwrap();
    let line = lines::find(&mut tx, line.id).await.unwrap();
    assert_eq!(line.documents.iter().filter(|d| d.voided_at.is_none()).count(), 1);
    assert_eq!(line.documents.len(), 3, "what it was stays visible");
    tx.commit().await.unwrap();
    assert_eq!(total(&world, "cash", "2026-11-01", "repairs").await, 0);
    world.assert_sound().await;

    let mut tx = world.tx().await;
    review::reopen(&mut tx, line.id, line.version).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.sums().await, before);
    world.assert_sound().await;
}

#[tokio::test]
async fn a_refund_is_taken_off_and_a_share_of_a_bill_belongs_to_the_month_before() {
    let world = World::new().await;
    let file = batch(vec![
        row("2026-11-03", -10_000, "THE HOME DEPOT #0485"),
        row("2026-11-05", 4_000, "THE HOME DEPOT #0485"),
        row("2026-11-06", 6_200, "ZELLE FROM D WHITCOMB ELECTRIC SHARE"),
    ]);
    world.import(&file).await;
    let mut tx = world.tx().await;
    for line in all(&mut tx).await {
        review::accept(&mut tx, line.id, line.version).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(total(&world, "cash", "2026-11-01", "supplies").await, 6_000);
    assert_eq!(world.count("select count(*) from expense where is_refund and amount_cents = -4000").await, 1);
    assert_eq!(total(&world, "cash", "2026-11-01", "reimbursement").await, 6_200);
    assert_eq!(total(&world, "accrual", "2026-10-01", "reimbursement").await, 6_200);
    world.assert_sound().await;
}

#[tokio::test]
async fn the_second_of_two_people_is_told_and_sees_what_the_first_did() {
    let world = World::new().await;
    world.import(&batch(vec![row("2026-11-03", -5_000, "HANDY PETE")])).await;
    let mut tx = world.tx().await;
    let line = all(&mut tx).await.remove(0);
    drop(tx);
    let book = async |category: &'static str| {
        let mut tx = world.tx().await;
        let done = review::book(&mut tx, line.id, line.version, &[split(category, None, -5_000)]).await;
        match done {
            Ok(()) => tx.commit().await.map(|()| None),
            Err(Error::Stale) => Ok(Some(lines::find(&mut tx, line.id).await.unwrap())),
            Err(other) => Err(other),
        }
    };
    let (a, b) = tokio::join!(book("repairs"), book("supplies"));
    let told: Vec<_> = [a.unwrap(), b.unwrap()].into_iter().flatten().collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].documents.len(), 1);
    assert_eq!(told[0].version, line.version + 1);
    world.assert_sound().await;
}

#[tokio::test]
async fn set_aside_and_twins_are_decisions_that_can_be_taken_back() {
    let world = World::new().await;
    world.import(&batch(vec![row("2026-11-10", -37_067, "APS ELECTRIC PMT")])).await;
    let twin = batch(vec![row("2026-11-12", -37_067, "APS ELECTRIC PMT")]);
    world.import(&twin).await;
    let before = world.sums().await;
    let mut tx = world.tx().await;
    let line = all(&mut tx).await.into_iter().find(|l| l.twin.is_some()).unwrap();
    review::answer_twin(&mut tx, line.id, line.version, true).await.unwrap();
    tx.commit().await.unwrap();
    world.assert_sound().await;
    assert_eq!(world.count("select lines_cents from bank_account_total").await, -37_067);
    assert_eq!(world.import(&twin).await.known, 1, "its key stays known");
    let mut tx = world.tx().await;
    review::reopen(&mut tx, line.id, line.version + 1).await.unwrap();
    review::answer_twin(&mut tx, line.id, line.version + 2, false).await.unwrap();
    let place = review::queue(&mut tx, None, None, None, 10).await.unwrap();
    assert!(place.iter().all(|w| w.twin_of.is_none()), "nobody is asked again");
    review::set_aside(&mut tx, line.id, line.version + 3).await.unwrap();
    tx.commit().await.unwrap();
    world.assert_sound().await;
    let mut tx = world.tx().await;
    review::reopen(&mut tx, line.id, line.version + 4).await.unwrap();
    assert!(matches!(review::reopen(&mut tx, line.id, line.version + 5).await, Err(Error::Refused { .. })));
    tx.commit().await.unwrap();
    assert_eq!(world.sums().await, before);
}

/// How many lines wait in each sort.
fn counts(groups: &[Group]) -> Vec<i64> {
    let of = |sort| groups.iter().filter(|g| g.sort == sort).map(|g| g.lines).sum();
    Sort::ALL.into_iter().map(of).collect()
}

#[tokio::test]
async fn every_line_that_waits_stands_in_one_sort_of_one_account() {
    let world = World::new().await;
    let rows = vec![row("2026-11-10", -37_067, "XQZ"), row("2026-11-09", 100_000, "RENT PAYMENT")];
    world.import(&batch(rows)).await;
    // The same money two days later, on the same account; the same text on another one.
    let twins = vec![row("2026-11-12", -37_067, "XQZ"), row("2026-11-11", 100_000, "RENT PAYMENT")];
    world.import(&batch(twins)).await;
    let mut tx = world.tx().await;
    let visa = accounts::add(&mut tx, &account("Visa", None)).await.unwrap();
    tx.commit().await.unwrap();
    let other = batch(vec![row("2026-11-20", 100_000, "RENT PAYMENT")]);
    let import = bring(&world.house.db, &world.owner, visa, &other).await;
    commit(&world.house.db, &world.owner, import, &other).await;
    let mut tx = world.tx().await;
    let groups = review::groups(&mut tx).await.unwrap();
    assert_eq!(counts(&groups), [2, 0, 0, 2, 1]);
    let twins: Vec<_> = groups.iter().filter(|g| g.sort == Sort::Twin).collect();
    assert_eq!(twins.len(), 1, "only on the first account");
    assert_eq!((twins[0].received, twins[0].paid), (Cents(100_000), Cents(37_067)));

    for sort in Sort::ALL {
        let expected: i64 = groups.iter().filter(|g| g.sort == sort).map(|g| g.lines).sum();
        let found = review::queue(&mut tx, Some(sort), None, None, 50).await.unwrap();
        assert_eq!(found.len() as i64, expected, "{sort:?}");
        assert!(found.iter().all(|l| l.twin_of.is_some() == (sort == Sort::Twin)), "{sort:?}");
    }
    let on_visa = review::queue(&mut tx, None, Some(visa), None, 50).await.unwrap();
    assert_eq!(on_visa.iter().map(|l| l.account_name.as_str()).collect::<Vec<_>>(), ["Visa"]);
    let accepted = review::accept_certain(&mut tx, Some(visa)).await.unwrap();
    assert_eq!((accepted.lines.len(), accepted.lines[0]), (1, on_visa[0].place.id));
    assert!(accepted.entry.is_some());
    assert_eq!(counts(&review::groups(&mut tx).await.unwrap()), [1, 0, 0, 2, 1]);
    tx.commit().await.unwrap();
    world.assert_sound().await;
}

#[tokio::test]
async fn the_queue_goes_from_certain_to_no_idea_and_everything_certain_is_one_act() {
    let world = World::new().await;
    let mut rows = vec![row("2026-11-01", -100, "XQZ"), row("2026-11-02", -200, "AMAZON.COM")];
    rows.extend((1..=9).map(|i| row("2026-11-09", 100_000 + i, "RENT PAYMENT")));
    rows.push(row("2026-11-03", -900, "KROGER"));
    world.import(&batch(rows)).await;
    let before = world.sums().await;
    let mut tx = world.tx().await;
    let groups = review::groups(&mut tx).await.unwrap();
    assert_eq!(counts(&groups), [9, 1, 1, 0, 1]);
    let certain = groups.iter().find(|g| g.sort == Sort::Sure(Band::Certain)).unwrap();
    assert_eq!(certain.received, Cents(900_045));
    let first = review::queue(&mut tx, None, None, None, 5).await.unwrap();
    let rest = review::queue(&mut tx, None, None, Some(first[4].place), 50).await.unwrap();
    assert_eq!(first.len() + rest.len(), 12);
    let around = review::around(&mut tx, rest[0].place.id).await.unwrap();
    assert_eq!(around, (Some(first[4].place.id), Some(rest[1].place.id)));
    assert_eq!(review::around(&mut tx, first[0].place.id).await.unwrap().0, None);
    let accepted = review::accept_certain(&mut tx, None).await.unwrap();
    assert_eq!(accepted.lines.len(), 9);
    tx.commit().await.unwrap();
    world.assert_sound().await;
    assert_eq!(total(&world, "cash", "2026-11-01", "rent").await, 900_045);
    let mut tx = world.tx().await;
    assert_eq!(review::take_back(&mut tx, &accepted.lines).await.unwrap(), 9);
    assert_eq!(review::take_back(&mut tx, &accepted.lines).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(world.sums().await, before);
    world.assert_sound().await;
}

#[tokio::test]
async fn always_do_this_meets_what_waits_and_what_comes() {
    let world = World::new().await;
    let file = batch(vec![
        row("2026-11-03", -5_000, "HANDY PETE 001"),
        row("2026-11-04", -6_000, "SQ *HANDY PETE"),
        row("2026-11-05", -7_000, "HANDY PETERSON"),
    ]);
    world.import(&file).await;
    let mut tx = world.tx().await;
    let draft = RuleDraft::always("HANDY PETE", "repairs", "Repairs", None);
    let preview = rules::preview(&mut tx, &draft).await.unwrap();
    assert_eq!((preview.open, preview.agree), (2, 0));
    let rule = rules::add(&mut tx, &draft).await.unwrap();
    let applied = rules::apply(&mut tx, rule).await.unwrap();
    assert_eq!(applied.booked.len(), 2);
    tx.commit().await.unwrap();
    world.assert_sound().await;
    let next = world.import(&batch(vec![row("2026-12-03", -5_000, "HANDY PETE 002")])).await;
    assert_eq!((next.new, next.booked), (1, 1));
    world.assert_sound().await;
    let mut tx = world.tx().await;
    let kept = rules::find(&mut tx, rule).await.unwrap();
    assert_eq!((kept.hits, kept.overrides), (3, 0));
    let booked = all(&mut tx).await.into_iter().find(|l| l.posted_on == day("2026-12-03")).unwrap();
    let document = &booked.documents[0];
    assert_eq!((document.source.as_str(), document.property), ("rule", Some(world.birch)));
    assert_eq!(document.reason, "Your rule “HANDY PETE is Repairs”.");
    // Somebody knows better about one of them.
    let edit = documents::Edit {
        category: "supplies".into(),
        property: Some(world.oak),
        period: Period::of(day("2026-11-01")),
        note: Some("Paint".into()),
    };
    documents::edit(&mut tx, document.id, booked.version, &edit).await.unwrap();
    let stale = documents::edit(&mut tx, document.id, booked.version, &edit).await;
    assert!(matches!(stale, Err(Error::Missing)), "the old document counts no more");
    assert_eq!(rules::find(&mut tx, rule).await.unwrap().overrides, 1);
    rules::end(&mut tx, rule, true).await.unwrap();
    let waiting = rules::apply(&mut tx, rule).await.unwrap();
    assert_eq!(waiting.booked.len(), 0);
    tx.commit().await.unwrap();
    assert_eq!(total(&world, "accrual", "2026-11-01", "supplies").await, 5_000);
    assert_eq!(total(&world, "cash", "2026-12-01", "supplies").await, 5_000);
    world.assert_sound().await;
}

#[tokio::test]
async fn a_bookkeeper_books_and_a_limited_manager_only_on_their_property() {
    let world = World::new().await;
    let file = batch(vec![row("2026-11-03", -5_000, "HANDY PETE"), row("2026-11-04", -8_000, "HANDY PETE")]);
    let id = bring(&world.house.db, &world.owner, world.checking, &file).await;
    commit(&world.house.db, &world.owner, id, &file).await;
    let mut bookkeeper = world.owner.clone();
    bookkeeper.role = domain::Role::Bookkeeper;
    let mut tx = world.house.db.enter(&as_viewer(&bookkeeper)).await.unwrap();
    let lines_there = all(&mut tx).await;
    let shared = [split("repairs", Some(world.birch), -4_000), split("repairs", Some(world.oak), -4_000)];
    review::book(&mut tx, lines_there[0].id, lines_there[0].version, &shared).await.unwrap();
    tx.commit().await.unwrap();

    let manager = world.manager_of_birch();
    let theirs = |tx: &Tx| matches!(tx.viewer(), domain::Viewer::Member(_));
    let mut tx = world.house.db.enter(&as_viewer(&manager)).await.unwrap();
    assert!(theirs(&tx));
    let (line, shared_line) = (&lines_there[1], &lines_there[0]);
    let none = review::book(&mut tx, line.id, line.version, &[split("repairs", None, -5_000)]).await;
    assert!(matches!(none, Err(Error::Refused { field: "property", .. })));
    let not_theirs = review::reopen(&mut tx, shared_line.id, shared_line.version + 1).await;
    assert!(matches!(not_theirs, Err(Error::Forbidden)), "a part of it is Oak's");
    assert!(matches!(imports::undo(&mut tx, id).await, Err(Error::Forbidden)));
    review::book(&mut tx, line.id, line.version, &[split("repairs", Some(world.birch), -5_000)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.house.db.enter(&as_viewer(&manager)).await.unwrap();
    let oak =
        review::book(&mut tx, line.id, line.version + 1, &[split("repairs", Some(world.oak), -5_000)]).await;
    assert!(matches!(oak, Err(Error::Missing)), "Oak is not there for them");
    drop(tx);
    world.assert_sound().await;
}

#[tokio::test]
async fn another_portfolios_line_is_not_there() {
    let mut world = World::new().await;
    world.import(&batch(vec![row("2026-11-03", -5_000, "HANDY PETE")])).await;
    let mut tx = world.tx().await;
    let line = all(&mut tx).await.remove(0);
    drop(tx);
    let stranger = world.house.portfolio("Elsewhere").await;
    let mut tx = world.house.db.enter(&as_viewer(&stranger)).await.unwrap();
    let missing = |done: store::Result<()>| assert!(matches!(done, Err(Error::Missing)));
    missing(review::book(&mut tx, line.id, line.version, &[split("repairs", None, -5_000)]).await);
    missing(review::accept(&mut tx, line.id, line.version).await);
    missing(review::set_aside(&mut tx, line.id, line.version).await);
    missing(review::reopen(&mut tx, line.id, line.version).await);
    missing(review::answer_twin(&mut tx, line.id, line.version, true).await);
    assert_eq!(review::take_back(&mut tx, &[line.id]).await.unwrap(), 0);
    assert!(matches!(review::around(&mut tx, BankLineId(line.id.0)).await, Err(Error::Missing)));
    assert!(review::queue(&mut tx, None, None, None, 10).await.unwrap().is_empty());
}
