//! One field: what it is called, what it takes, and what helps to fill it in.

use std::borrow::Cow;

type Text = Cow<'static, str>;

/// Options of a list under an optional heading, `(value, words)` each.
pub(super) type Options = (Option<Text>, Vec<(Text, Text)>);

/// What a field takes.
pub(super) enum Kind {
    Input { kind: &'static str, mode: Option<&'static str>, complete: Option<&'static str>, keeps: bool },
    Money,
    Area { rows: u16 },
    Select(Vec<Options>),
    File { accept: &'static str, several: bool, camera: bool },
}

/// A field in the making. Required until said otherwise.
pub struct Field {
    pub(super) name: Text,
    pub(super) label: Text,
    pub(super) kind: Kind,
    pub(super) hint: Option<Text>,
    pub(super) placeholder: Option<Text>,
    pub(super) max: Option<u32>,
    pub(super) min: Option<Text>,
    pub(super) required: bool,
    pub(super) fixed: bool,
    pub(super) suggestions: Vec<String>,
    pub(super) key: Option<&'static str>,
}

fn input(name: impl Into<Text>, label: impl Into<Text>, kind: &'static str) -> Field {
    Field::new(name, label, Kind::Input { kind, mode: None, complete: None, keeps: true })
}

/// A line of text.
pub fn text(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "text")
}

/// A mail address.
pub fn email(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "email").complete("email")
}

/// A phone number.
pub fn phone(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "tel").complete("tel")
}

/// Words to look for.
pub fn search(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "search").complete("off").optional()
}

/// A whole number.
pub fn number(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    let kind = Kind::Input { kind: "text", mode: Some("numeric"), complete: Some("off"), keeps: true };
    Field::new(name, label, kind)
}

/// A day, chosen from the browser's own calendar.
pub fn date(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "date")
}

/// A time of day, chosen from the browser's own clock.
pub fn time(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "time")
}

/// An amount in dollars; a person may type `1450` or `1,450.00`.
pub fn money(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    Field::new(name, label, Kind::Money)
}

/// The password of somebody who has one. It is never sent back to the page.
pub fn password(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    secret(name, label, "current-password")
}

/// A password to be.
pub fn new_password(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    secret(name, label, "new-password")
}

fn secret(name: impl Into<Text>, label: impl Into<Text>, complete: &'static str) -> Field {
    let name = name.into();
    // By its name it is known as something that is never kept, wherever a form is.
    debug_assert!(name.contains("password"), "{name} is a password and has to be called one");
    let kind = Kind::Input { kind: "password", mode: None, complete: Some(complete), keeps: false };
    Field::new(name, label, kind)
}

/// Several lines of text.
pub fn area(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    Field::new(name, label, Kind::Area { rows: 3 })
}

/// One of a list, `(value, words)` each.
pub fn select<V: Into<Text>, W: Into<Text>>(
    name: impl Into<Text>,
    label: impl Into<Text>,
    options: impl IntoIterator<Item = (V, W)>,
) -> Field {
    Field::new(name, label, Kind::Select(Vec::new())).options(None::<String>, options)
}

/// A file from the person's machine; `accept` as in HTML, like `.csv,.ofx`.
pub fn choose_file(name: impl Into<Text>, label: impl Into<Text>, accept: &'static str) -> Field {
    Field::new(name, label, Kind::File { accept, several: false, camera: false })
}

impl Field {
    fn new(name: impl Into<Text>, label: impl Into<Text>, kind: Kind) -> Field {
        Field {
            name: name.into(),
            label: label.into(),
            kind,
            hint: None,
            placeholder: None,
            max: None,
            min: None,
            required: true,
            fixed: false,
            suggestions: Vec::new(),
            key: None,
        }
    }

    /// May stay empty; the label says so.
    pub fn optional(mut self) -> Field {
        self.required = false;
        self
    }

    /// A sentence that helps, below the control.
    pub fn hint(mut self, words: impl Into<Text>) -> Field {
        self.hint = Some(words.into());
        self
    }

    /// An example inside the empty control. Never the only place where something is said.
    pub fn placeholder(mut self, words: impl Into<Text>) -> Field {
        self.placeholder = Some(words.into());
        self
    }

    /// At most so many characters.
    pub fn max(mut self, characters: u32) -> Field {
        self.max = Some(characters);
        self
    }

    /// The earliest day that makes sense, as `2026-11-30`.
    pub fn from(mut self, day: impl Into<Text>) -> Field {
        self.min = Some(day.into());
        self
    }

    /// Can be read and is sent, but not changed.
    pub fn fixed(mut self) -> Field {
        self.fixed = true;
        self
    }

    /// What the browser may fill in: a token of HTML's `autocomplete`.
    pub fn complete(mut self, token: &'static str) -> Field {
        if let Kind::Input { complete, .. } = &mut self.kind {
            *complete = Some(token);
        }
        self
    }

    /// Lines shown at first, for several lines of text.
    pub fn rows(mut self, count: u16) -> Field {
        if let Kind::Area { rows } = &mut self.kind {
            *rows = count;
        }
        self
    }

    /// Opens the camera of a telephone at once; elsewhere it is a choice of files like any other.
    pub fn camera(mut self) -> Field {
        if let Kind::File { camera, .. } = &mut self.kind {
            *camera = true;
        }
        self
    }

    /// Takes several files at once.
    pub fn several(mut self) -> Field {
        if let Kind::File { several, .. } = &mut self.kind {
            *several = true;
        }
        self
    }

    /// The key that leads here, on pages with the island of a desk.
    pub fn key(mut self, key: &'static str) -> Field {
        self.key = Some(key);
        self
    }

    /// Words the browser offers while somebody types.
    pub fn suggest(mut self, words: impl IntoIterator<Item = String>) -> Field {
        self.suggestions.extend(words);
        self
    }

    /// More options of a list, under a heading where one is given.
    pub fn options<V: Into<Text>, W: Into<Text>>(
        mut self,
        heading: Option<impl Into<Text>>,
        options: impl IntoIterator<Item = (V, W)>,
    ) -> Field {
        if let Kind::Select(groups) = &mut self.kind {
            let options: Vec<(Text, Text)> = options.into_iter().map(|(v, w)| (v.into(), w.into())).collect();
            if !options.is_empty() {
                groups.push((heading.map(Into::into), options));
            }
        }
        self
    }

    /// The words of the empty choice that a list begins with, like "Choose a category".
    pub fn blank(mut self, words: impl Into<Text>) -> Field {
        if let Kind::Select(groups) = &mut self.kind {
            groups.insert(0, (None, vec![(Text::Borrowed(""), words.into())]));
        }
        self
    }
}
