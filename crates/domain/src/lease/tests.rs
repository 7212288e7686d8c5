use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn term(from: &str, rent: i64, due_day: u8) -> Term {
    let none = Cents::ZERO;
    Term { from_on: day(from), rent: Cents(rent), due_day, grace_days: 0, late_fee: none, deposit: none }
}

fn tenant(n: u8) -> TenantId {
    TenantId(uuid::Uuid::from_u128(u128::from(n)))
}

fn member(n: u8, from: NaiveDate, share: Share) -> LeaseMember {
    LeaseMember { tenant: tenant(n), name: format!("Tenant {n}"), from_on: from, until_on: None, share }
}

fn lease(starts: &str, ends: Option<&str>, terms: Vec<Term>) -> Lease {
    let starts_on = day(starts);
    Lease { starts_on, ends_on: ends.map(day), terms, members: vec![member(1, starts_on, Share::WHOLE)] }
}

#[test]
fn a_lease_says_where_it_stands() {
    let fixed = lease("2026-07-01", Some("2027-06-30"), vec![term("2026-07-01", 145_000, 1)]);
    for (today, state) in [
        ("2026-06-30", State::Starting),
        ("2026-07-01", State::Running),
        ("2027-05-01", State::EndingSoon),
        ("2027-06-30", State::EndingSoon),
        ("2027-07-01", State::Ended),
    ] {
        assert_eq!(fixed.state(day(today)), state, "{today}");
    }
    assert_eq!(fixed.telling_day(day("2028-01-01")), day("2027-06-30"));
    assert_eq!(until_words(fixed.ends_on, day("2026-12-01")), "until 30 June 2027");
    assert_eq!(until_words(None, day("2026-12-01")), "month to month");
    assert!(fixed.may_end_on(day("2026-06-30")).is_err());
}

#[test]
fn the_first_and_last_month_are_charged_by_days() {
    let l = lease("2026-12-15", Some("2027-02-10"), vec![term("2026-12-15", 145_000, 1)]);
    let month = |text: &str| text.parse::<Period>().unwrap();
    assert_eq!(l.days_of(month("2026-12")), (17, 31));
    // 1450.00 * 17 / 31 = 795.1612…
    assert_eq!(l.rent_of(month("2026-12")), Cents(79_516));
    assert_eq!(l.rent_of(month("2027-01")), Cents(145_000));
    assert_eq!(l.rent_of(month("2027-02")), Cents(51_786));
    assert_eq!(l.rent_of(month("2027-03")), Cents::ZERO);
    assert_eq!(l.due_in(month("2026-12")).map(|d| d.on), Some(day("2026-12-15")));
}

#[test]
fn the_next_rent_follows_the_terms_of_its_day() {
    let terms = vec![term("2026-07-01", 145_000, 1), term("2027-01-01", 150_000, 31)];
    let l = lease("2026-07-01", Some("2027-02-20"), terms);
    let next = |today: &str| l.next_due(day(today)).map(|d| (d.on, d.rent));
    assert_eq!(next("2026-06-01"), Some((day("2026-07-01"), Cents(145_000))));
    assert_eq!(next("2026-11-20"), Some((day("2026-12-01"), Cents(145_000))));
    assert_eq!(next("2026-12-02"), Some((day("2027-01-31"), Cents(150_000))));
    // February is not whole, and its due day lies after the last day.
    assert_eq!(next("2027-02-01"), Some((day("2027-02-20"), Cents(107_143))));
    assert_eq!(next("2027-02-21"), None);
    assert_eq!(l.term_on(day("2026-06-30")), None);
}

#[test]
fn a_change_of_people_can_be_put_right_and_taken_back() {
    let mut l = lease("2026-07-01", None, vec![term("2026-07-01", 145_000, 1)]);
    let half = Share::from_bp(5_000);
    let from = day("2026-10-01");
    let apply = |l: &Lease, change: &Change| after(&l.members, from, change, |id| id.to_string());

    let change = people_from(&l, from, &[(tenant(1), half), (tenant(2), half)]).unwrap();
    assert_eq!(change.last_day, [(tenant(1), day("2026-07-01"), Some(day("2026-09-30")))]);
    let before = l.members.clone();
    l.members = apply(&l, &change);
    assert_eq!(l.share_on(tenant(1), from), Some(half));
    assert_eq!(last_change(&l), Some(from));
    assert!(people_from(&l, day("2026-09-30"), &[(tenant(1), Share::WHOLE)]).is_err());
    assert!(people_from(&l, from, &[(tenant(1), half), (tenant(1), half)]).is_err());

    // The same again changes nothing; a correction on the same day replaces it.
    assert!(people_from(&l, from, &[(tenant(1), half), (tenant(2), half)]).unwrap().is_empty());
    let other = people_from(&l, from, &[(tenant(1), half), (tenant(3), half)]).unwrap();
    assert_eq!((other.remove, other.add), (vec![(tenant(2), from)], vec![(tenant(3), half)]));

    let back = take_back(&l).unwrap();
    assert_eq!(apply(&l, &back), before);
    assert!(take_back(&lease("2026-07-01", None, Vec::new())).is_err());
}

/// A move: days since the one before, and weights of up to four tenants, zero for absent.
fn moves() -> impl Strategy<Value = Vec<(u64, Vec<u8>)>> {
    proptest::collection::vec((0u64..40, proptest::collection::vec(0u8..4, 4)), 0..8)
}

fn shares_of(weights: &[u8]) -> Vec<(TenantId, Share)> {
    let present: Vec<u8> = (1u8..).zip(weights).filter(|(_, w)| **w > 0).map(|(n, _)| n).collect();
    let present = if present.is_empty() { vec![1] } else { present };
    // Unequal on purpose: the first one carries what the others do not.
    let rest = (present.len() - 1) as i32 * 1_000 * i32::from(weights[0].max(1)) / 3;
    present
        .iter()
        .enumerate()
        .map(|(i, n)| {
            let bp = if i == 0 { 10_000 - rest } else { rest / (present.len() as i32 - 1) };
            (tenant(*n), Share::from_bp(bp))
        })
        .collect()
}

proptest! {
    #[test]
    fn shares_make_the_whole_on_every_day_and_the_past_stays(moves in moves()) {
        let start = day("2026-01-01");
        let mut l = lease("2026-01-01", None, Vec::new());
        let mut at = start;
        for (gap, weights) in moves {
            at = at + Days::new(gap);
            let mut people = shares_of(&weights);
            let sum: i32 = people.iter().map(|(_, s)| s.bp()).sum();
            people[0].1 = Share::from_bp(people[0].1.bp() + 10_000 - sum);
            let past: Vec<_> = start.iter_days().take_while(|d| *d < at)
                .map(|d| l.members_on(d).into_iter().map(|m| (m.tenant, m.share)).collect::<Vec<_>>()).collect();
            let change = people_from(&l, at, &people).unwrap();
            l.members = after(&l.members, at, &change, |id| id.to_string());

            let mut keys: Vec<_> = l.members.iter().map(|m| (m.tenant, m.from_on)).collect();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), l.members.len());
            prop_assert!(l.members.iter().all(|m| m.until_on.is_none_or(|last| last >= m.from_on)));
            for d in start.iter_days().take_while(|d| *d < at + Days::new(3)) {
                let on = l.members_on(d);
                prop_assert_eq!(on.iter().map(|m| m.share.bp()).sum::<i32>(), 10_000, "{}", d);
            }
            for (d, mut was) in start.iter_days().zip(past) {
                let mut is: Vec<_> = l.members_on(d).into_iter().map(|m| (m.tenant, m.share)).collect();
                is.sort_unstable();
                was.sort_unstable();
                prop_assert_eq!(is, was, "{}", d);
            }
            let now: std::collections::BTreeSet<_> = l.members_on(at).into_iter().map(|m| (m.tenant, m.share)).collect();
            prop_assert_eq!(now, people.into_iter().collect());
        }
    }

    #[test]
    fn a_whole_month_costs_the_rent_and_parts_never_more(
        rent in 0i64..10_000_000, start in 0u64..400, length in 0u64..400,
    ) {
        let first = day("2026-01-01") + Days::new(start);
        let mut l = lease("2026-01-01", None, Vec::new());
        l.starts_on = first;
        l.ends_on = Some(first + Days::new(length));
        l.terms = vec![Term { from_on: first, ..term("2026-01-01", rent, 1) }];
        let mut month = Period::of(first);
        while month.first() <= first + Days::new(length) {
            let (days, of) = l.days_of(month);
            let exact = i128::from(rent) * i128::from(days);
            let asked = i128::from(l.rent_of(month).0) * i128::from(of);
            prop_assert!(2 * (asked - exact).abs() <= i128::from(of));
            if days == of {
                prop_assert_eq!(l.rent_of(month), Cents(rent));
            }
            month = month.next();
        }
    }
}
