//! Weaker and narrower versions of a policy's expression: every part of an "and" or an "or" left out in turn.

/// An expression as Postgres prints it, taken apart at its ands and ors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Leaf(String),
}

impl Expression {
    /// Reads what `pg_get_expr` printed.
    pub fn read(text: &str) -> Expression {
        let inner = unwrapped(text.trim());
        for (word, make) in
            [(" OR ", Expression::Or as fn(Vec<Expression>) -> Expression), (" AND ", Expression::And)]
        {
            let parts = split(inner, word);
            if parts.len() > 1 {
                return make(parts.into_iter().map(Expression::read).collect());
            }
        }
        Expression::Leaf(inner.to_owned())
    }

    /// As SQL.
    pub fn sql(&self) -> String {
        let join = |parts: &[Expression], word: &str| {
            format!("({})", parts.iter().map(Expression::sql).collect::<Vec<_>>().join(word))
        };
        match self {
            Expression::And(parts) => join(parts, " and "),
            Expression::Or(parts) => join(parts, " or "),
            Expression::Leaf(text) => format!("({text})"),
        }
    }

    /// The expression with one part left out, for every part at every depth, and the part.
    pub fn without_each(&self) -> Vec<(Expression, String)> {
        let (parts, make): (_, fn(Vec<Expression>) -> Expression) = match self {
            Expression::And(parts) => (parts, Expression::And),
            Expression::Or(parts) => (parts, Expression::Or),
            Expression::Leaf(_) => return Vec::new(),
        };
        let mut found = Vec::new();
        for (n, part) in parts.iter().enumerate() {
            let mut rest = parts.clone();
            rest.remove(n);
            found.push((make(rest), part.sql()));
            for (weaker, gone) in part.without_each() {
                let mut all = parts.clone();
                all[n] = weaker;
                found.push((make(all), gone));
            }
        }
        found
    }
}

/// Without the parentheses that enclose all of it.
fn unwrapped(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) else { return text };
    let mut depth = 0i32;
    for c in inner.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth < 0 {
            return text;
        }
    }
    unwrapped(inner)
}

/// Split at a word that stands in no parentheses.
fn split<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0i32, 0);
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth == 0 && text[at..].starts_with(word) {
            parts.push(&text[from..at]);
            from = at + word.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

#[test]
fn parts_are_left_out_one_by_one() {
    let read = Expression::read("((a = b()) AND (c() OR (d = ANY (e()))))");
    let weaker: Vec<String> = read.without_each().into_iter().map(|(e, _)| e.sql()).collect();
    assert_eq!(
        weaker,
        [
            "(((c()) or (d = ANY (e()))))",
            "((a = b()))",
            "((a = b()) and ((d = ANY (e()))))",
            "((a = b()) and ((c())))"
        ]
    );
}
