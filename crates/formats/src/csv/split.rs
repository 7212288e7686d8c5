//! Text to records and cells, without copying. Own code because bank files break the rules: quotes that never
//! close must cost one line and not the rest of the file, and each record must know its physical line.

use std::borrow::Cow;

/// Cells of one record beyond this many are not looked at.
pub(super) const MAX_COLUMNS: usize = 256;
/// A quoted cell that has not closed after this many bytes was never meant to be one.
const MAX_QUOTED_BYTES: usize = 64 * 1024;
/// Bytes that may be spent in vain on looking for closing quotes, so that no file takes quadratic time.
const MAX_VAIN_BYTES: usize = 16 * 1024 * 1024;

/// A delimited text, split.
pub(super) struct Table<'t> {
    text: &'t str,
    pub delimiter: u8,
    cells: Vec<Cell>,
    pub records: Vec<Record>,
}

#[derive(Clone, Copy)]
struct Cell {
    start: u32,
    end: u32,
    /// Holds doubled quotes that stand for single ones.
    doubled: bool,
}

/// One record: its place in the file and its cells.
#[derive(Clone, Copy)]
pub(super) struct Record {
    /// Physical line, from 1.
    pub line: u32,
    start: u32,
    end: u32,
    first: u32,
    count: u32,
}

impl<'t> Table<'t> {
    /// Splits `text` from byte `from` on; at most `limit` records. `width` is the usual number of cells, if known:
    /// it helps to see that a quote was opened by mistake. Records without any content are dropped.
    pub(super) fn split(
        text: &'t str,
        from: usize,
        delimiter: u8,
        width: Option<usize>,
        limit: usize,
    ) -> Table<'t> {
        let mut splitter = Splitter {
            bytes: text.as_bytes(),
            at: from,
            delimiter,
            width: width.unwrap_or(usize::MAX),
            vain: 0,
            vain_until: 0,
            table: Table { text, delimiter, cells: Vec::new(), records: Vec::new() },
        };
        splitter.run(limit, text.contains('\n'));
        splitter.table
    }

    /// Number of cells of a record.
    pub(super) fn width(&self, record: usize) -> usize {
        self.records.get(record).map_or(0, |r| r.count as usize)
    }

    /// A cell, trimmed; empty when the record has no such cell.
    pub(super) fn cell(&self, record: usize, column: usize) -> Cow<'t, str> {
        let cell = self
            .records
            .get(record)
            .filter(|r| column < r.count as usize)
            .and_then(|r| self.cells.get(r.first as usize + column));
        let Some(cell) = cell else { return Cow::Borrowed("") };
        let text = self.text.get(cell.start as usize..cell.end as usize).unwrap_or("").trim();
        // A spreadsheet's way to say "text, not a number".
        let text = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(text);
        if cell.doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }
    }

    /// Where the record's text begins and ends.
    pub(super) fn place(&self, record: usize) -> (usize, usize) {
        self.records.get(record).map_or((0, 0), |r| (r.start as usize, r.end as usize))
    }

    /// Physical line of a record.
    pub(super) fn line(&self, record: usize) -> u32 {
        self.records.get(record).map_or(0, |r| r.line)
    }

    /// Whether any cell from `column` on has content.
    pub(super) fn filled_from(&self, record: usize, column: usize) -> bool {
        (column..self.width(record)).any(|c| !self.cell(record, c).is_empty())
    }
}

struct Splitter<'t> {
    bytes: &'t [u8],
    at: usize,
    delimiter: u8,
    width: usize,
    /// Bytes spent in vain on closing quotes, and where the last such search ended.
    vain: usize,
    vain_until: usize,
    table: Table<'t>,
}

impl Splitter<'_> {
    fn run(&mut self, limit: usize, has_lf: bool) {
        let newline = if has_lf { b'\n' } else { b'\r' };
        let count = |bytes: &[u8]| bytes.iter().filter(|b| **b == newline).count() as u32;
        let mut line = 1 + count(&self.bytes[..self.at.min(self.bytes.len())]);
        while self.at < self.bytes.len() && self.table.records.len() < limit {
            let (start, first) = (self.at, self.table.cells.len());
            self.record();
            let mut end = self.at;
            while end > start && matches!(self.bytes[end - 1], b'\n' | b'\r') {
                end -= 1;
            }
            let count_cells = self.table.cells.len() - first;
            let blank = self.table.cells[first..].iter().all(|c| self.is_blank(c));
            if blank {
                self.table.cells.truncate(first);
            } else {
                let (start, end, first) = (start as u32, end as u32, first as u32);
                self.table.records.push(Record { line, start, end, first, count: count_cells as u32 });
            }
            line += count(&self.bytes[start..self.at]);
        }
    }

    fn is_blank(&self, cell: &Cell) -> bool {
        self.bytes[cell.start as usize..cell.end as usize].iter().all(|b| b.is_ascii_whitespace() || *b == 0)
    }

    /// One record; leaves `at` behind its line end.
    fn record(&mut self) {
        let first = self.table.cells.len();
        loop {
            let index = self.table.cells.len() - first;
            let cell = self.quoted(index).unwrap_or_else(|| self.plain());
            if index < MAX_COLUMNS {
                self.table.cells.push(cell);
            }
            match self.bytes.get(self.at) {
                Some(b) if *b == self.delimiter => self.at += 1,
                Some(b'\r') => {
                    self.at += 1;
                    if self.bytes.get(self.at) == Some(&b'\n') {
                        self.at += 1;
                    }
                    return;
                }
                Some(_) => {
                    self.at += 1;
                    return;
                }
                None => return,
            }
        }
    }

    fn plain(&mut self) -> Cell {
        let start = self.at;
        while let Some(b) = self.bytes.get(self.at) {
            if *b == self.delimiter || matches!(b, b'\n' | b'\r') {
                break;
            }
            self.at += 1;
        }
        Cell { start: start as u32, end: self.at as u32, doubled: false }
    }

    /// A quoted cell, or nothing when there is none here or its quote never closes sensibly.
    fn quoted(&mut self, index: usize) -> Option<Cell> {
        let open = self.skip_blanks(self.at);
        if self.bytes.get(open) != Some(&b'"') {
            return None;
        }
        // A file that wastes the budget no longer gets the benefit of the doubt.
        if self.vain >= MAX_VAIN_BYTES && open < self.vain_until {
            return None;
        }
        let reach = if self.vain < MAX_VAIN_BYTES { MAX_QUOTED_BYTES } else { 1024 };
        let stop = self.bytes.len().min(open + reach);
        let (mut doubled, mut literal) = (false, false);
        let mut i = open + 1;
        while i < stop {
            if self.bytes[i] != b'"' {
                i += 1;
                continue;
            }
            if self.bytes.get(i + 1) == Some(&b'"') {
                doubled = true;
                i += 2;
                continue;
            }
            let after = self.skip_blanks(i + 1);
            let ends =
                self.bytes.get(after).is_none_or(|b| *b == self.delimiter || matches!(b, b'\n' | b'\r'));
            if ends {
                if self.swallows_records(index, open, i, literal) {
                    break;
                }
                self.at = after;
                return Some(Cell { start: open as u32 + 1, end: i as u32, doubled });
            }
            literal = true;
            i += 1;
        }
        self.vain_until = i.min(self.bytes.len());
        self.vain += self.vain_until - open;
        None
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while self.bytes.get(at).is_some_and(|b| *b == b' ' || (*b == b'\t' && self.delimiter != b'\t')) {
            at += 1;
        }
        at
    }

    /// A cell over several lines is suspicious when it holds a quote that is not doubled, or when one of its lines,
    /// taken alone, has as many cells as a record: then a quote was opened by mistake and whole records would
    /// vanish into one cell.
    fn swallows_records(&self, index: usize, open: usize, close: usize, literal: bool) -> bool {
        let is_end = |b: &u8| matches!(b, b'\n' | b'\r');
        let inner = &self.bytes[open..close];
        let Some(last_line) = inner.iter().rposition(is_end) else { return false };
        if literal || self.width == usize::MAX {
            return literal;
        }
        let cells = |line: &[u8]| line.iter().filter(|b| **b == self.delimiter).count() + 1;
        let whole = |line: &[u8]| cells(line) >= self.width.max(2);
        let end = (close..self.bytes.len()).find(|i| is_end(&self.bytes[*i])).unwrap_or(self.bytes.len());
        // The line that closes the first cell of a record holds all other cells as well.
        let closing = index > 0 && whole(&self.bytes[open + last_line + 1..end]);
        closing || inner.split(is_end).skip(1).any(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, width: Option<usize>) -> Vec<Vec<String>> {
        let table = Table::split(text, 0, b',', width, usize::MAX);
        (0..table.records.len())
            .map(|r| (0..table.width(r)).map(|c| table.cell(r, c).into_owned()).collect())
            .collect()
    }

    #[test]
    fn quotes_and_line_ends() {
        assert_eq!(
            cells("a, \"b\"\"c\" ,\"\"\r\n\r\n1,\"x\ny\",3", None),
            [["a", "b\"c", ""], ["1", "x\ny", "3"]]
        );
        assert_eq!(cells("a,b\r1,2\r", None), [["a", "b"], ["1", "2"]]);
        assert_eq!(cells("=\"007\",say \"hi\",5\" pipe", None), [["007", "say \"hi\"", "5\" pipe"]]);
    }

    #[test]
    fn a_stray_quote_costs_one_line_at_most() {
        let text = "1,\"open,2\n3,\"x\",4\n5,\"y\",6\n";
        let split = cells(text, Some(3));
        assert_eq!(split.len(), 3);
        assert_eq!(split[1], ["3", "x", "4"]);
        let citi = "Cleared,11/23/2025,\"LAKE\nCA\",115.00,,P\nCleared,11/22/2025,\"X\",1.00,,P\n";
        assert_eq!(cells(citi, Some(6)).len(), 2);
    }

    #[test]
    fn records_know_their_line() {
        let table = Table::split("a,b\n\"x\ny\",1\n\n2,3\n", 0, b',', Some(2), usize::MAX);
        assert_eq!((0..3).map(|r| table.line(r)).collect::<Vec<_>>(), [1, 2, 5]);
        let (from, to) = table.place(1);
        assert_eq!(&table.text[from..to], "\"x\ny\",1");
    }
}
