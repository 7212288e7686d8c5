//! A lenient stream of OFX tags: SGML with unclosed tags and XML alike. Whatever is no plausible tag is text.

/// One step through the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A tag and the text behind it, untouched.
    Open { name: &'t str, text: &'t str, at: usize },
    /// A closing tag; `at` is where it ends.
    Close { name: &'t str, at: usize },
}

/// Goes through the tags of a text.
pub(super) struct Tags<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tags<'t> {
    /// From the beginning of `text`, which may start with any header.
    pub(super) fn new(text: &'t str) -> Tags<'t> {
        Tags { text, at: 0 }
    }

    /// The next tag from byte `from`: where it starts, where it ends, and its inside without the brackets.
    fn tag(&self, mut from: usize) -> Option<(usize, usize, &'t str)> {
        let bytes = self.text.as_bytes();
        loop {
            let start = from + memchr(bytes.get(from..)?, b'<')?;
            let rest = &self.text[start + 1..];
            if rest.starts_with("!--") {
                from = start + 1 + rest.find("-->").map_or(rest.len(), |end| end + 3);
            } else if rest.starts_with('?') || rest.starts_with("!DOCTYPE") {
                from = start + 1 + rest.find('>').map_or(rest.len(), |end| end + 1);
            } else if let Some(len) = tag_len(rest) {
                return Some((start, start + 1 + len + 1, &rest[..len]));
            } else {
                from = start + 1;
            }
        }
    }
}

impl<'t> Iterator for Tags<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let (start, end, inside) = self.tag(self.at)?;
        self.at = end;
        if let Some(name) = inside.strip_prefix('/') {
            return Some(Token::Close { name: name.trim(), at: end });
        }
        let name = inside.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or("");
        if inside.ends_with('/') {
            return Some(Token::Open { name, text: "", at: start });
        }
        let stop = self.tag(end).map_or(self.text.len(), |(next, ..)| next);
        Some(Token::Open { name, text: &self.text[end..stop], at: start })
    }
}

/// Length of a plausible tag up to its `>`: a name of letters, digits, points and underscores, perhaps with a
/// slash, perhaps with attributes.
fn tag_len(rest: &str) -> Option<usize> {
    const MAX_TAG_BYTES: usize = 200;
    let bytes = rest.as_bytes();
    let name_from = usize::from(bytes.first() == Some(&b'/'));
    if !bytes.get(name_from)?.is_ascii_alphabetic() {
        return None;
    }
    let mut i = name_from;
    while bytes.get(i).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':')) {
        i += 1;
    }
    match bytes.get(i)? {
        b'>' => Some(i),
        // Attributes need an equals sign; "<B & C>" is text.
        b' ' | b'/' => {
            let end =
                bytes.iter().take(MAX_TAG_BYTES).position(|b| matches!(b, b'>' | b'<' | b'\n' | b'\r'))?;
            let inside = bytes.get(i..end)?;
            let plain = inside.iter().all(|b| matches!(b, b' ' | b'/')) || inside.contains(&b'=');
            (bytes[end] == b'>' && plain).then_some(end)
        }
        _ => None,
    }
}

fn memchr(bytes: &[u8], what: u8) -> Option<usize> {
    bytes.iter().position(|b| *b == what)
}

/// Text for people: comments out, CDATA unwrapped, entities resolved (twice, since some banks escape twice).
pub(super) fn value(text: &str) -> String {
    let mut plain = text.trim().to_owned();
    while let Some(start) = plain.find("<!--") {
        let end = plain[start..].find("-->").map_or(plain.len(), |e| start + e + 3);
        plain.replace_range(start..end, "");
    }
    if let Some(inner) = plain.strip_prefix("<![CDATA[") {
        plain = inner.strip_suffix("]]>").unwrap_or(inner).to_owned();
    }
    if plain.contains('&') {
        plain = entities(&plain);
        if plain.contains('&') {
            plain = entities(&plain);
        }
    }
    crate::text::clean(&plain)
}

/// Known entities become characters; a raw `&` stays.
fn entities(text: &str) -> String {
    const NAMED: &[(&str, char)] =
        &[("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' ')];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let found = tail.find(';').filter(|end| *end <= 8).and_then(|end| {
            let name = &tail[..end];
            let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let named = NAMED.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, c)| *c);
            number.and_then(char::from_u32).or(named).map(|c| (c, end))
        });
        match found {
            Some((c, end)) => {
                out.push(c);
                rest = &tail[end + 1..];
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_closed_or_not() {
        let text = "X:1\n<OFX><A>1\n<B.C>x < y & <3</B.C><!-- <NO> --><D/></A a=\"1\"></OFX>";
        let names: Vec<String> = Tags::new(text)
            .map(|t| match t {
                Token::Open { name, text, .. } => format!("{name}={}", value(text)),
                Token::Close { name, .. } => format!("/{name}"),
            })
            .collect();
        assert_eq!(names, ["OFX=", "A=1", "B.C=x < y & <3", "/B.C", "D=", "/A a=\"1\"", "/OFX"]);
    }

    #[test]
    fn entities_once_and_twice() {
        assert_eq!(value("AT&T &amp; &#233;&#x41; &amp;lt;x&amp;gt; &unknown;"), "AT&T & éA <x> &unknown;");
    }
}
