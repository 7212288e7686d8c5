//! The parts a bank line is booked in: fields numbered from 1, a part more, a part less, and whether they come to the line.

use domain::id::PropertyId;
use domain::{Cents, Typed};
use leptos::prelude::*;

use crate::islands::Placed;
use crate::pick::Pick;
use crate::ui::form::{Control, Slot, money, select};
use crate::ui::words::number_first;
use crate::ui::{Icon, button, icon};

/// More parts than this belong into a rule or a spreadsheet.
const PARTS_MAX: usize = 40;

/// One part as it was read: amounts without sign, the line says which way the money went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Code of the category.
    pub category: String,
    /// For one property, or for none.
    pub property: Option<PropertyId>,
    /// Part of the line, without its sign.
    pub amount: Cents,
}

/// Writes parts into a form about to be drawn.
pub fn fill(typed: &mut Typed, parts: &[Part]) {
    for (at, part) in (1..).zip(parts) {
        typed.set(&format!("category-{at}"), part.category.clone());
        typed.set(&format!("property-{at}"), part.property.map(|p| p.to_string()).unwrap_or_default());
        typed.set(&format!("amount-{at}"), part.amount.plain());
    }
}

/// How many parts the form holds; at least one.
pub fn count(typed: &Typed) -> usize {
    (1..=PARTS_MAX).take_while(|at| typed.checked(&format!("amount-{at}"))).count().max(1)
}

/// One part more, with what is left of the line.
pub fn add(typed: &mut Typed, total: Cents) {
    let next = count(typed) + 1;
    if next > PARTS_MAX {
        typed.fail("", format!("A line is booked in {PARTS_MAX} parts at most."));
        return;
    }
    let left = placed(typed).map_or(Cents::ZERO, |sum| total - sum);
    let left = if left.0 > 0 { left.plain() } else { String::new() };
    typed.set(&format!("category-{next}"), typed.value(&format!("category-{}", next - 1)).to_string());
    typed.set(&format!("property-{next}"), typed.value(&format!("property-{}", next - 1)).to_string());
    typed.set(&format!("amount-{next}"), left);
}

/// One part less; those behind it move up. The last one that is left takes the whole line.
pub fn remove(typed: &mut Typed, at: usize, total: Cents) {
    let all = count(typed);
    if all < 2 || at < 1 || at > all {
        return;
    }
    let mut kept = Typed::default();
    for (name, value) in typed.pairs() {
        match name.rsplit_once('-').and_then(|(stem, n)| Some((stem, n.parse::<usize>().ok()?))) {
            Some((_, n)) if n == at => {}
            Some((stem, n)) if n > at => kept.set(&format!("{stem}-{}", n - 1), value),
            _ => kept.set(name, value),
        }
    }
    if all == 2 {
        kept.set("amount-1", total.plain());
    }
    *typed = kept;
}

/// What the amounts come to; `None` while one of them is no amount.
fn placed(typed: &Typed) -> Option<Cents> {
    let amounts = (1..=count(typed)).map(|at| typed.value(&format!("amount-{at}")).trim().to_string());
    amounts.filter(|text| !text.is_empty()).map(|text| Cents::parse(&text).ok()).sum()
}

/// Reads the parts; every mistake is recorded beside its field. A single part without an amount is the whole line.
pub fn read(typed: &mut Typed, total: Cents) -> Vec<Part> {
    let all = count(typed);
    if all == 1 && typed.value("amount-1").trim().is_empty() {
        typed.set("amount-1", total.plain());
    }
    let mut parts = Vec::with_capacity(all);
    for at in 1..=all {
        let category = typed.value(&format!("category-{at}")).trim().to_string();
        if category.is_empty() {
            typed.fail(&format!("category-{at}"), "Choose what it was for.");
        }
        let name = format!("property-{at}");
        let property = match typed.value(&name).is_empty() {
            true => None,
            false => typed.choice(&name, "a property of the list"),
        };
        let name = format!("amount-{at}");
        let amount = typed.money(&name, "Amount");
        if amount.0 <= 0 && typed.error(&name).is_none() {
            typed.fail(&name, "Write an amount above zero; the line says which way the money went.");
        }
        parts.push(Part { category, property, amount });
    }
    let sum: Cents = parts.iter().map(|p| p.amount).sum();
    if typed.is_sound() && sum != total {
        let last = format!("amount-{all}");
        let sentence = match sum < total {
            true => format!("{} of {total} is not placed yet.", total - sum),
            false => format!("The parts come to {sum}, which is {} more than the line.", sum - total),
        };
        typed.fail(&last, sentence);
    }
    parts
}

/// The fields, a button for one part more, and how much is placed.
pub fn draw(typed: &Typed, total: Cents, pick: &Pick) -> AnyView {
    let all = count(typed);
    let words = match all {
        1 => "Book it".to_string(),
        n => format!("Book it in {} parts", number_first(i64::try_from(n).unwrap_or(0)).to_lowercase()),
    };
    let parts: Vec<AnyView> = (1..=all).map(|at| part(typed, at, all, pick)).collect();
    let sum = placed(typed).unwrap_or(Cents::ZERO);
    view! {
        <p class="book">{words}</p>
        <div class="parts">{parts}</div>
        <div class="rest">
            {button("Split again").quiet().icon(Icon::Split).key("s").sends("do", "split")}
            <Placed total=total.0 placed=sum.0/>
        </div>
    }
    .into_any()
}

fn part(typed: &Typed, at: usize, all: usize, pick: &Pick) -> AnyView {
    let [category, property, amount] = fields(at, pick).map(|field| field.draw(typed, "f"));
    let remove = (all > 1).then(|| {
        view! {
            <button class="icon-button" name="do" value=format!("remove-{at}") aria-label=format!("Remove part {at}")>
                {icon(Icon::X)}
            </button>
        }
    });
    view! {
        <fieldset class="part">
            <legend class="sr">{format!("Part {at}")}</legend>
            {category} {property} {amount} {remove}
        </fieldset>
    }
    .into_any()
}

fn fields(at: usize, pick: &Pick) -> [crate::ui::form::Field; 3] {
    let mut category = select(format!("category-{at}"), "Category", Vec::<(String, String)>::new());
    for (heading, options) in &pick.categories {
        category = category.options(Some(*heading), options.iter().cloned());
    }
    let category = category.blank("Choose a category");
    let property = select(format!("property-{at}"), "Property", pick.properties.iter().cloned())
        .blank("No property")
        .optional();
    let amount = money(format!("amount-{at}"), "Amount");
    match at {
        1 => [category.key("c"), property.key("p"), amount],
        _ => [category, property, amount],
    }
}

/// Where the errors of parts are to be put right.
pub fn slots(typed: &Typed, pick: &Pick) -> Vec<Slot> {
    (1..=count(typed)).flat_map(|at| fields(at, pick)).flat_map(|field| field.slots("f")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(amounts: &[&str]) -> Typed {
        let mut typed = Typed::default();
        for (at, amount) in (1..).zip(amounts) {
            typed.set(&format!("category-{at}"), "repairs");
            typed.set(&format!("property-{at}"), "");
            typed.set(&format!("amount-{at}"), *amount);
        }
        typed
    }

    #[test]
    fn parts_must_come_to_the_line_and_say_what_is_missing() {
        let mut typed = split(&["84.37", "58"]);
        read(&mut typed, Cents(14_318));
        assert_eq!(typed.error("amount-2"), Some("$0.81 of $143.18 is not placed yet."));
        let mut typed = split(&["84.37", "58.81"]);
        let parts = read(&mut typed, Cents(14_318));
        assert!(typed.is_sound());
        assert_eq!(parts.iter().map(|p| p.amount.0).collect::<Vec<_>>(), [8_437, 5_881]);
    }

    #[test]
    fn a_new_part_takes_what_is_left_and_the_last_one_takes_it_all() {
        let mut typed = split(&["84.37"]);
        add(&mut typed, Cents(14_318));
        assert_eq!((count(&typed), typed.value("amount-2")), (2, "58.81"));
        remove(&mut typed, 1, Cents(14_318));
        assert_eq!((count(&typed), typed.value("amount-1")), (1, "143.18"));
    }

    #[test]
    fn no_part_is_negative_or_nothing() {
        let mut typed = split(&["200.00", "-56.82"]);
        read(&mut typed, Cents(14_318));
        assert!(typed.error("amount-2").is_some());
    }
}
