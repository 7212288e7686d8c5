//! The letter that gathers notifications about one repair: short, in plain text, with one link and a way to have no more of them.

/// Who writes.
#[derive(Clone, Debug)]
pub struct Sender<'a> {
    /// Name of the portfolio.
    pub portfolio: &'a str,
    /// `https://rent.example.com`, without a slash at the end.
    pub base_url: &'a str,
}

/// A letter about one repair.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// What the repair is called.
    pub title: &'a str,
    /// "R-7K2M".
    pub number: &'a str,
    /// Sentences, oldest first; at least one.
    pub sentences: &'a [String],
    /// Path of the page to read more on.
    pub path: &'a str,
    /// Path of the page to end letters of this kind.
    pub unsubscribe: &'a str,
}

/// More sentences than this are on the page.
const SENTENCES_MAX: usize = 12;

impl Letter<'_> {
    /// At most 200 characters.
    pub fn subject(&self) -> String {
        let more = self.sentences.len() > 1;
        let subject = match self.sentences.first().filter(|_| !more) {
            Some(only) => format!("{} ({})", only.trim_end_matches('.'), self.number),
            None => format!("{} things about “{}” ({})", self.sentences.len(), self.title, self.number),
        };
        if subject.chars().count() <= 200 {
            return subject;
        }
        let cut: String = subject.chars().take(199).collect();
        format!("{cut}…")
    }

    /// The text.
    pub fn body(&self, from: &Sender) -> String {
        let mut body = String::from("Hello,\n\n");
        for sentence in self.sentences.iter().take(SENTENCES_MAX) {
            body.push_str(sentence);
            body.push('\n');
        }
        if self.sentences.len() > SENTENCES_MAX {
            body.push_str("And more.\n");
        }
        let Sender { portfolio, base_url } = from;
        body.push_str(&format!(
            "\nRead and answer here:\n\n{base_url}{}\n\n{portfolio}, on Duplex\n\n--\nNo more mail of this kind: {base_url}{}\n",
            self.path, self.unsubscribe
        ));
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_the_subject_and_several_are_counted() {
        let one = ["Ruth answered about “Leak”.".to_string()];
        let letter = |sentences| Letter {
            title: "Leak",
            number: "R-7K2M",
            sentences,
            path: "/portal/repairs/1",
            unsubscribe: "/unsubscribe/x",
        };
        assert_eq!(letter(&one).subject(), "Ruth answered about “Leak” (R-7K2M)");
        let many: Vec<String> = (0..20).map(|n| format!("Sentence {n}.")).collect();
        assert_eq!(letter(&many).subject(), "20 things about “Leak” (R-7K2M)");
        let body =
            letter(&many).body(&Sender { portfolio: "Calloway Homes", base_url: "https://rent.example.com" });
        assert!(body.contains("Sentence 11.\nAnd more.\n"), "{body}");
        assert!(body.contains("https://rent.example.com/portal/repairs/1\n"));
        let long = [format!("{}.", "é".repeat(400))];
        assert_eq!(letter(&long).subject().chars().count(), 200);
    }
}
