//! The icons: one sprite, `public/icons.svg`, 24 by 24, drawn in the color of the text around them.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

macro_rules! icons {
    ($($variant:ident = $name:literal,)+) => {
        /// A symbol of the sprite. An icon never stands without a word that says the same.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = concat!("`#i-", $name, "`")] $variant,)+
        }

        impl Icon {
            /// Every icon, for the test that compares them with the sprite.
            pub const ALL: &[Icon] = &[$(Icon::$variant),+];

            /// Its name in the sprite, without `i-`.
            pub fn name(self) -> &'static str {
                match self { $(Icon::$variant => $name,)+ }
            }

            /// Its markup: hidden from readers, because the word beside it speaks.
            pub fn markup(self) -> &'static str {
                match self {
                    $(Icon::$variant => concat!(
                        r#"<svg class="i" aria-hidden="true"><use href="/icons.svg#i-"#, $name, r#""></use></svg>"#
                    ),)+
                }
            }
        }
    };
}

icons! {
    Alert = "alert",
    ArrowRight = "arrow-right",
    Ban = "ban",
    Bank = "bank",
    Bell = "bell",
    Bolt = "bolt",
    Building = "building",
    Calendar = "calendar",
    Camera = "camera",
    Check = "check",
    CheckCircle = "check-circle",
    ChevronDown = "chevron-down",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    Clip = "clip",
    Clock = "clock",
    Door = "door",
    Download = "download",
    Drag = "drag",
    Drop = "drop",
    Edit = "edit",
    Exit = "exit",
    Eye = "eye",
    File = "file",
    Heat = "heat",
    Home = "home",
    Hourglass = "hourglass",
    In = "in",
    Info = "info",
    Key = "key",
    Lineage = "lineage",
    Link = "link",
    Lock = "lock",
    Mail = "mail",
    MarkLandlord = "mark-landlord",
    MarkTenant = "mark-tenant",
    Menu = "menu",
    Message = "message",
    Moon = "moon",
    More = "more",
    Out = "out",
    Pay = "pay",
    Phone = "phone",
    Plus = "plus",
    Printer = "printer",
    Question = "question",
    Receipt = "receipt",
    Refresh = "refresh",
    Returned = "returned",
    Rule = "rule",
    Search = "search",
    Sent = "sent",
    Settings = "settings",
    Sign = "sign",
    Split = "split",
    Sun = "sun",
    Table = "table",
    Twin = "twin",
    Undo = "undo",
    Upload = "upload",
    User = "user",
    Users = "users",
    Wrench = "wrench",
    X = "x",
    XCircle = "x-circle",
}

/// An icon in a view.
pub fn icon(icon: Icon) -> InertElement {
    InertElement::new(icon.markup())
}

impl IntoRender for Icon {
    type Output = InertElement;

    fn into_render(self) -> InertElement {
        icon(self)
    }
}
