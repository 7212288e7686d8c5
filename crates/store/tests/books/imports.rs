//! The same money is written once, two purchases twice, and an undo leaves nothing.

use domain::bank::Unreadable;
use domain::id::BankLineId;
use store::imports::{self, Class, State};
use store::testing::as_viewer;
use store::{Error, lines};

use crate::{World, batch, bring, commit, day, row};

#[tokio::test]
async fn the_same_file_twice_is_the_same_file_once() {
    let world = World::new().await;
    let file = batch(vec![
        row("2026-11-02", 145_000, "ZELLE FROM PRIYA NAIR RENT"),
        row("2026-11-03", -450, "BLUE BOTTLE"),
        row("2026-11-03", -450, "BLUE BOTTLE"),
    ]);
    let first = world.import(&file).await;
    assert_eq!((first.new, first.known, first.twins), (3, 0, 0), "two identical purchases are two");
    let before = world.sums().await;
    let mut reordered = file.clone();
    reordered.lines.reverse();
    for again in [&file, &reordered] {
        let outcome = world.import(again).await;
        assert_eq!((outcome.new, outcome.known, outcome.twins), (0, 3, 0));
    }
    assert_eq!(world.sums().await, before);
    world.assert_sound().await;
}

#[tokio::test]
async fn the_same_file_at_once_is_the_same_file_once() {
    let world = World::new().await;
    let file = batch((0..500).map(|i| row("2026-11-03", -100 - i64::from(i % 40), "BLUE BOTTLE")).collect());
    let (db, owner) = (&world.house.db, &world.owner);
    let one = bring(db, owner, world.checking, &file).await;
    let two = bring(db, owner, world.checking, &file).await;
    // Two imports of the file, and one of them committed twice over.
    let (a, b, c) = tokio::join!(
        commit(db, owner, one, &file),
        commit(db, owner, two, &file),
        commit(db, owner, one, &file)
    );
    assert_eq!(a, c, "the second answer of one import is the first");
    assert_eq!(a.new + b.new, 500);
    assert_eq!(a.known + b.known, 500);
    assert_eq!(world.count("select count(*) from bank_line").await, 500);
    world.assert_sound().await;
}

#[tokio::test]
async fn a_redated_row_is_a_possible_twin_and_still_counts() {
    let world = World::new().await;
    world.import(&batch(vec![row("2026-11-10", -37_067, "APS ELECTRIC PMT")])).await;
    let file =
        batch(vec![row("2026-11-12", -37_067, "ACH DEBIT APS ELECTRIC PMT"), row("2026-11-12", -1, "OTHER")]);
    let mut tx = world.tx().await;
    let seen = imports::sight(&mut tx, world.checking, &file.lines).await.unwrap();
    assert!(matches!(seen[0].class, Class::Twin(_)));
    drop(tx);
    let outcome = world.import(&file).await;
    assert_eq!((outcome.new, outcome.twins), (1, 1));
    assert_eq!(outcome.words(), "1 new, 0 known, 1 possible twin");
    assert_eq!(world.count("select lines_cents from bank_account_total").await, -2 * 37_067 - 1);
    world.assert_sound().await;
}

#[tokio::test]
async fn an_import_is_taken_back_as_one_act_and_can_come_again() {
    let world = World::new().await;
    world.import(&batch(vec![row("2026-10-02", 145_000, "RENT OCT")])).await;
    let before = world.sums().await;
    let mut file = batch(vec![row("2026-11-02", 145_000, "RENT NOV"), row("2026-11-03", 0, "FEE WAIVED")]);
    file.unreadable.push(Unreadable { line_no: 9, raw: "??".into(), reason: "There is no date.".into() });
    let (db, owner) = (&world.house.db, &world.owner);
    let id = bring(db, owner, world.checking, &file).await;
    let outcome = commit(db, owner, id, &file).await;
    assert_eq!((outcome.new, outcome.unreadable), (2, 1));
    world.assert_sound().await;
    let mut tx = world.tx().await;
    let undone = imports::undo(&mut tx, id).await.unwrap();
    assert_eq!(undone.lines, 2);
    assert!(matches!(imports::undo(&mut tx, id).await, Err(Error::Refused { .. })), "only once");
    assert_eq!(imports::find(&mut tx, id).await.unwrap().state, State::Undone);
    assert!(imports::left(&mut tx, None, 10).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(world.sums().await, before);
    world.assert_sound().await;
    let again = world.import(&file).await;
    assert_eq!((again.new, again.known, again.unreadable), (2, 0, 1));
    assert_eq!(world.count("select count(*) from unreadable_line where settled is null").await, 1);
}

#[tokio::test]
async fn an_import_that_was_killed_goes_back_to_its_preview() {
    let world = World::new().await;
    let file = batch(vec![row("2026-11-02", 145_000, "RENT")]);
    let id = bring(&world.house.db, &world.owner, world.checking, &file).await;
    let mut tx = world.tx().await;
    imports::start(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    // One that really runs is left alone.
    let mut running = world.tx().await;
    imports::commit(&mut running, id, &file, |_| ()).await.unwrap();
    let mut tx = world.tx().await;
    assert_eq!(imports::recover(&mut tx).await.unwrap(), 0);
    drop(tx);
    drop(running);
    let mut tx = world.tx().await;
    // The dropped transaction is rolled back before its connection is used again; its lock may outlive it a moment.
    for _ in 0..50 {
        if imports::recover(&mut tx).await.unwrap() == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(imports::find(&mut tx, id).await.unwrap().state, State::Preview);
    tx.commit().await.unwrap();
    assert_eq!(commit(&world.house.db, &world.owner, id, &file).await.new, 1);
}

#[tokio::test]
async fn what_could_not_be_read_is_typed_once_and_keeps_its_place_in_the_file() {
    let world = World::new().await;
    let mut file = batch(vec![row("2026-11-02", 145_000, "RENT")]);
    file.unreadable.push(Unreadable {
        line_no: 31,
        raw: "31.02.2026;-12".into(),
        reason: "No such day.".into(),
    });
    let id = bring(&world.house.db, &world.owner, world.checking, &file).await;
    commit(&world.house.db, &world.owner, id, &file).await;
    // The file again: its unreadable record waits already.
    world.import(&file).await;
    let mut tx = world.tx().await;
    let left = imports::left(&mut tx, None, 10).await.unwrap();
    assert_eq!(left.len(), 1);
    let (import, line_no) = (left[0].import, left[0].line_no);
    let cents = domain::Cents(-1_200);
    let line = imports::type_in(&mut tx, import, line_no, day("2026-03-03"), cents, "PLUMBER").await.unwrap();
    let again = imports::type_in(&mut tx, import, line_no, day("2026-03-03"), cents, "PLUMBER").await;
    assert!(matches!(again, Err(Error::Missing)));
    let line = lines::find(&mut tx, line).await.unwrap();
    let origin = line.origin.unwrap();
    assert_eq!((origin.line_no, origin.raw.as_str()), (31, "31.02.2026;-12"));
    assert_eq!(origin.sha256.len(), 32);
    assert_eq!(line.guess.unwrap().category, "repairs");
    tx.commit().await.unwrap();
    world.assert_sound().await;
}

#[tokio::test]
async fn a_limited_manager_imports_into_their_own_account_only() {
    let world = World::new().await;
    let mut tx = world.tx().await;
    let other =
        store::accounts::add(&mut tx, &crate::account("Oak checking", Some(world.oak))).await.unwrap();
    tx.commit().await.unwrap();
    let file = batch(vec![row("2026-11-02", 145_000, "RENT")]);
    let manager = world.manager_of_birch();
    let id = bring(&world.house.db, &manager, world.checking, &file).await;
    assert_eq!(commit(&world.house.db, &manager, id, &file).await.new, 1);
    let theirs = bring(&world.house.db, &world.owner, other, &file).await;
    commit(&world.house.db, &world.owner, theirs, &file).await;
    let mut tx = world.house.db.enter(&as_viewer(&manager)).await.unwrap();
    assert!(matches!(imports::find(&mut tx, theirs).await, Err(Error::Missing)));
    assert!(matches!(imports::undo(&mut tx, theirs).await, Err(Error::Missing)));
    assert_eq!(lines::list(&mut tx, &lines::Filter::default(), None, 10).await.unwrap().len(), 1);
    assert!(matches!(lines::find(&mut tx, BankLineId(theirs.0)).await, Err(Error::Missing)));
    drop(tx);
    world.assert_sound().await;
}
