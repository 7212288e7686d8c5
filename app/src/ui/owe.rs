//! The one number of a page: the largest type, closed with the double rule, and when it is due.

use domain::Cents;
use leptos::prelude::*;

use super::shown::{Shown, stands_in_view};

/// The one number in the making.
pub struct Owe {
    what: String,
    sum: Cents,
    less: bool,
    when: Option<AnyView>,
    rest: Vec<AnyView>,
}

/// "You owe" and how much. It is the heading of its page.
pub fn owe(what: impl Into<String>, sum: Cents) -> Owe {
    Owe { what: what.into(), sum, less: false, when: None, rest: Vec::new() }
}

impl Owe {
    /// Set smaller, where a form follows.
    pub fn less(mut self) -> Owe {
        self.less = true;
        self
    }

    /// When: absolute first, relative after it in small type.
    pub fn when(mut self, absolute: impl Into<String>, relative: impl Into<String>) -> Owe {
        let (absolute, relative) = (absolute.into(), relative.into());
        self.when = Some(view! { <p class="when">{absolute} " " <small>{relative}</small></p> }.into_any());
        self
    }

    /// What stands below: the one button, a line of small print in `<p class="then">`.
    pub fn with(mut self, part: impl Shown) -> Owe {
        self.rest.push(part.shown());
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        let sum = self.sum.to_string();
        let class = match (self.less, sum.len() > WIDE_CHARS) {
            (true, _) => "sum less",
            (false, true) => "sum wide",
            (false, false) => "sum",
        };
        view! {
            <div class="owe">
                <h1 class="what">{self.what}</h1>
                <p class=class>{sum}</p>
                {self.when} {self.rest}
            </div>
        }
        .into_any()
    }
}

stands_in_view!(Owe);

/// A sum of more characters than `$10,000.00` needs smaller type beside a second column.
const WIDE_CHARS: usize = 10;
