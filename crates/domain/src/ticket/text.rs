//! What people write about a repair: several lines, any script, no more than can be kept.

use crate::form::{Typed, clean};

/// The most characters of a description, a comment or a note.
pub const TEXT_MAX: usize = 5_000;

/// Required text of several lines, at most `max` characters. A character that no database keeps (NUL) is told and taken out;
/// everything else that was typed stays in the form.
pub fn said(form: &mut Typed, name: &str, label: &str, max: usize) -> String {
    if form.value(name).contains('\0') {
        let kept = form.value(name).replace('\0', "");
        form.set(name, kept);
        let sentence = format!(
            "{label} held a character that cannot be kept (NUL). It was taken out; look it over and send it again."
        );
        form.fail(name, sentence);
    }
    let text = clean(form.value(name));
    let count = text.chars().count();
    if count > max {
        let sentence = format!(
            "{label} has {} characters, and {} can be kept. Shorten it; nothing you wrote is lost.",
            grouped(count),
            grouped(max)
        );
        form.fail(name, sentence);
    }
    if text.is_empty() && form.error(name).is_none() {
        form.fail(name, format!("{label} is missing."));
    }
    text
}

/// `10,000`.
fn grouped(n: usize) -> String {
    match n {
        0..1_000 => n.to_string(),
        n => format!("{},{:03}", n / 1_000, n % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(text: &str) -> Typed {
        Typed::filled([("say", text.to_string())])
    }

    #[test]
    fn too_much_is_told_and_kept_and_nul_is_told_and_taken_out() {
        let mut typed = form(&"ö".repeat(10_000));
        said(&mut typed, "say", "The description", TEXT_MAX);
        assert_eq!(
            typed.error("say"),
            Some(
                "The description has 10,000 characters, and 5,000 can be kept. Shorten it; nothing you wrote is lost."
            )
        );
        assert_eq!(typed.value("say").chars().count(), 10_000);
        let mut typed = form("drip\0drip");
        said(&mut typed, "say", "It", 10);
        assert!(typed.error("say").unwrap().contains("NUL"));
        assert_eq!(said(&mut form(typed.value("say")), "say", "It", 10), "dripdrip");
        let mut typed = form(" \r\n\u{202e} ");
        said(&mut typed, "say", "It", 10);
        assert_eq!(typed.error("say"), Some("It is missing."));
    }

    #[test]
    fn every_script_is_kept_whole() {
        for text in ["💧 under the sink 👨‍👩‍👧", "תקלה בברז", "عطل في التدفئة", "一行\n二行"]
        {
            assert_eq!(said(&mut form(text), "say", "It", 100), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_can_be_kept(text in any::<String>()) {
            let mut typed = form(&text);
            let kept = said(&mut typed, "say", "It", 40);
            if typed.is_sound() {
                prop_assert!(!kept.is_empty() && kept.chars().count() <= 40 && !kept.contains('\0'));
            }
        }
    }
}
