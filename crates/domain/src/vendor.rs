//! Somebody who repairs things for the landlord: a plumber, a firm, a neighbor with tools.

use serde::{Deserialize, Serialize};

use crate::form::Typed;

/// What a person says about a vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorDraft {
    /// Name.
    pub name: String,
    /// Number to call.
    pub phone: Option<String>,
    /// Address to write to, in small letters.
    pub email: Option<String>,
    /// What they do: "Plumbing".
    pub trade: Option<String>,
    /// For the landlord's side.
    pub note: Option<String>,
}

impl VendorDraft {
    /// Reads the vendor form; errors are recorded beside the fields.
    pub fn read(form: &mut Typed) -> VendorDraft {
        VendorDraft {
            name: form.text("name", "Name", 120),
            phone: form.phone("phone"),
            email: form.optional_email("email"),
            trade: form.optional("trade", "What they do", 60),
            note: form.optional("note", "The note", 1_000),
        }
    }

    /// The form filled with these values.
    pub fn filled(&self, version: i32) -> Typed {
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        Typed::filled([
            ("name", self.name.clone()),
            ("phone", or_empty(&self.phone)),
            ("email", or_empty(&self.email)),
            ("trade", or_empty(&self.trade)),
            ("note", or_empty(&self.note)),
            ("version", version.to_string()),
        ])
    }
}
