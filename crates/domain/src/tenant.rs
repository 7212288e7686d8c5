//! A tenant: a person who rents, and how to reach them.

use serde::{Deserialize, Serialize};

use crate::form::Typed;

/// What a landlord says about a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantDraft {
    /// Their name as on the lease.
    pub name: String,
    /// Where mail reaches them, lower-cased.
    pub email: Option<String>,
    /// Where a call reaches them, as it was typed.
    pub phone: Option<String>,
}

impl TenantDraft {
    /// Reads the tenant form; errors are recorded beside the fields.
    pub fn read(form: &mut Typed) -> TenantDraft {
        TenantDraft::read_at(form, "")
    }

    /// The same in a form with several people: each field's name ends with `place`, like `name_2`.
    pub fn read_at(form: &mut Typed, place: &str) -> TenantDraft {
        let field = |name: &str| format!("{name}{place}");
        TenantDraft {
            name: form.text(&field("name"), "Name", 120),
            email: form.optional_email(&field("email")),
            phone: form.phone(&field("phone")),
        }
    }

    /// The form filled with these values.
    pub fn filled(&self, version: i32) -> Typed {
        Typed::filled([
            ("name", self.name.clone()),
            ("email", self.email.clone().unwrap_or_default()),
            ("phone", self.phone.clone().unwrap_or_default()),
            ("version", version.to_string()),
        ])
    }
}

/// The first of their names, to greet them by.
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// The address that calls a number: `tel:+16145550142`. Ten digits are a number of the US.
pub fn call_link(phone: &str) -> String {
    let (number, extension) = match phone.to_lowercase().find('x') {
        Some(at) => phone.split_at(at),
        None => (phone, ""),
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (number_digits, extension) = (digits(number), digits(extension));
    let country = match number_digits.len() {
        _ if number.trim_start().starts_with('+') => "+",
        10 => "+1",
        11 if number_digits.starts_with('1') => "+",
        _ => "",
    };
    let extension = if extension.is_empty() { String::new() } else { format!(";ext={extension}") };
    format!("tel:{country}{number_digits}{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_can_be_called() {
        for (typed, link) in [
            ("614-555-0142", "tel:+16145550142"),
            ("(614) 555-0142 x12", "tel:+16145550142;ext=12"),
            ("1 614 555 0142", "tel:+16145550142"),
            ("+49 30 901820", "tel:+4930901820"),
            ("911", "tel:911"),
        ] {
            assert_eq!(call_link(typed), link);
        }
    }

    #[test]
    fn a_tenant_has_a_name_and_whole_ways_to_reach_them() {
        let mut form = Typed::filled([
            ("name_2", " Maya Okafor ".into()),
            ("email_2", "Maya@Example.com".into()),
            ("phone_2", "call me".into()),
        ]);
        let maya = TenantDraft::read_at(&mut form, "_2");
        assert_eq!((maya.name.as_str(), maya.email.as_deref()), ("Maya Okafor", Some("maya@example.com")));
        assert!(form.error("phone_2").is_some());
        assert_eq!(first_name("Maya Okafor"), "Maya");
    }
}
