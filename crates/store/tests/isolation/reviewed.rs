//! The reviewed expectations: reading, writing and comparing `expected.txt`.

use crate::attempts::Cells;
use crate::catalog::{ROLES, Table};
use crate::people::Somebody;
use crate::script::VERBS;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = include_str!("expected.txt");

/// What the file says about one table.
#[derive(Default, Clone)]
pub struct Section {
    /// `landlord: select *, …`
    pub grants: BTreeSet<String>,
    pub cells: BTreeMap<String, Cells>,
}

/// Every section by table.
pub fn read() -> BTreeMap<String, Section> {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    let mut last = String::new();
    for line in FILE.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            last = name.to_owned();
            assert!(
                sections.insert(last.clone(), Section::default()).is_none(),
                "expected.txt has [{name}] twice"
            );
            continue;
        }
        let section = sections.get_mut(&last).expect("a section before its lines");
        if let Some(grant) = line.strip_prefix("grant ") {
            section.grants.insert(grant.to_owned());
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(words.len() > VERBS.len(), "expected.txt: \"{line}\" needs names and {} cells", VERBS.len());
        let (names, cells) = words.split_at(words.len() - VERBS.len());
        for name in names.iter().filter(|_| cells[0] != "select") {
            section.cells.insert((*name).to_owned(), std::array::from_fn(|n| cells[n].to_owned()));
        }
    }
    sections
}

/// The grants of a table, a line a role.
pub fn grants(table: &Table) -> BTreeSet<String> {
    let line = |role: &&str| {
        let verbs = ["select", "insert", "update", "delete"].into_iter();
        let parts: Vec<String> =
            verbs.filter_map(|v| Some(format!("{v} {}", table.granted(role, v)?))).collect();
        (!parts.is_empty()).then(|| format!("{role}: {}", parts.join(", ")))
    };
    ROLES.iter().filter_map(line).collect()
}

/// A section as the file would hold it: people with equal cells share a line.
pub fn write(name: &str, section: &Section, people: &[Somebody]) -> String {
    let mut lines: Vec<(Vec<&str>, &Cells)> = Vec::new();
    for person in people.iter().filter(|p| does_something(&section.cells[p.name])) {
        let cells = &section.cells[person.name];
        match lines.iter_mut().find(|(_, same)| *same == cells) {
            Some((names, _)) => names.push(person.name),
            None => lines.push((vec![person.name], cells)),
        }
    }
    let names: Vec<String> = lines.iter().map(|(names, _)| names.join(" ")).collect();
    let width = names.iter().map(String::len).max().unwrap_or(0).max(24);
    let wide: [usize; 6] = std::array::from_fn(|n| {
        lines.iter().map(|(_, c)| c[n].len()).chain([VERBS[n].1.len()]).max().unwrap_or(0)
    });
    let row = |name: &str, cells: [&str; 6]| {
        let cells: Vec<String> = cells.iter().zip(wide).map(|(c, w)| format!("{c:<w$}")).collect();
        format!("{name:<width$}  {}", cells.join("  ")).trim_end().to_owned()
    };
    let mut text = vec![format!("[{name}]")];
    text.extend(section.grants.iter().map(|g| format!("grant {g}")));
    text.push(row("who", VERBS.map(|(_, word)| word)));
    text.extend(
        names.iter().zip(&lines).map(|(name, (_, c))| row(name, std::array::from_fn(|n| c[n].as_str()))),
    );
    text.join("\n")
}

/// True for a cell with a place in it.
pub fn worked(cell: &str) -> bool {
    cell.contains(|c: char| c.is_ascii_alphabetic())
}

fn does_something(cells: &Cells) -> bool {
    cells.iter().any(|cell| worked(cell))
}

/// What differs, in words; empty when the table is as reviewed.
pub fn differences(table: &str, found: &Section, expected: &Section) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, cells) in &found.cells {
        let Some(reviewed) = expected.cells.get(name) else {
            let done = VERBS.iter().zip(cells).filter(|(_, cell)| worked(cell));
            lines.extend(done.map(|((_, verb), cell)| {
                format!("{table}: {name}, {verb}: {cell}, and the reviewed file says nothing")
            }));
            continue;
        };
        for (((_, verb), found), reviewed) in
            VERBS.iter().zip(cells).zip(reviewed).filter(|((_, f), r)| f != r)
        {
            lines.push(format!("{table}: {name}, {verb}: {found}, and the reviewed file says {reviewed}"));
        }
    }
    lines.extend(
        found
            .grants
            .difference(&expected.grants)
            .map(|g| format!("{table}: the grant {g} is not in the reviewed file")),
    );
    lines.extend(
        expected
            .grants
            .difference(&found.grants)
            .map(|g| format!("{table}: the reviewed grant {g} is not there")),
    );
    lines
}
