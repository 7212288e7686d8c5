//! Profit and loss as rows and columns: the same statement feeds the page and the download.

use std::collections::BTreeMap;

use domain::id::PropertyId;
use domain::{CategoryKind, Cents, Period};
use store::properties::Property;
use store::reports::TotalRow;

/// What stands over a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// A month.
    Month(Period),
    /// A property; `None` for money of no single property.
    Property(Option<PropertyId>),
}

/// One category's sums.
#[derive(Clone, Debug)]
pub struct Line {
    /// Category code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Sums by column, in the order of the columns.
    pub amounts: Vec<Cents>,
}

impl Line {
    /// Over all columns.
    pub fn total(&self) -> Cents {
        self.amounts.iter().copied().sum()
    }
}

/// A statement: income less expense.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Columns with their heads.
    pub columns: Vec<(Column, String)>,
    /// What was received.
    pub income: Vec<Line>,
    /// What was spent.
    pub expense: Vec<Line>,
}

impl Statement {
    /// Sorts the sums of a year into columns: months, or properties.
    pub fn new(rows: &[TotalRow], months: &[Period], by_property: Option<&[Property]>) -> Statement {
        let columns: Vec<(Column, String)> = match by_property {
            None => months.iter().map(|m| (Column::Month(*m), m.short())).collect(),
            Some(properties) => {
                let mut columns: Vec<_> =
                    properties.iter().map(|p| (Column::Property(Some(p.id)), p.draft.name.clone())).collect();
                if rows.iter().any(|r| r.property.is_none() && counts(r.kind)) {
                    columns.push((Column::Property(None), "No property".into()));
                }
                columns
            }
        };
        let column_of = |row: &TotalRow| match by_property {
            None => Column::Month(row.month),
            Some(_) => Column::Property(row.property),
        };
        let lines = |kind: CategoryKind| {
            let mut order: Vec<String> = Vec::new();
            let mut sums: BTreeMap<String, Line> = BTreeMap::new();
            for row in rows.iter().filter(|r| r.kind == kind) {
                let Some(at) = columns.iter().position(|(c, _)| *c == column_of(row)) else { continue };
                let line = sums.entry(row.category.clone()).or_insert_with(|| {
                    order.push(row.category.clone());
                    let amounts = vec![Cents::ZERO; columns.len()];
                    Line { code: row.category.clone(), name: row.category_name.clone(), amounts }
                });
                line.amounts[at] += row.amount;
            }
            order.iter().filter_map(|code| sums.remove(code)).collect::<Vec<_>>()
        };
        let (income, expense) = (lines(CategoryKind::Income), lines(CategoryKind::Expense));
        Statement { columns, income, expense }
    }

    /// Sum of a side, column by column.
    pub fn sum(&self, lines: &[Line]) -> Vec<Cents> {
        (0..self.columns.len()).map(|i| lines.iter().map(|l| l.amounts[i]).sum()).collect()
    }

    /// Income less expense, column by column.
    pub fn net(&self) -> Vec<Cents> {
        self.sum(&self.income).into_iter().zip(self.sum(&self.expense)).map(|(i, e)| i - e).collect()
    }

    /// The last column that holds a figure, counted from 0.
    pub fn newest(&self) -> usize {
        let lines = || self.income.iter().chain(&self.expense);
        let filled = |i: &usize| lines().any(|l| !l.amounts[*i].is_zero());
        (0..self.columns.len()).rev().find(filled).unwrap_or(0)
    }

    /// True when there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.income.is_empty() && self.expense.is_empty()
    }
}

fn counts(kind: CategoryKind) -> bool {
    matches!(kind, CategoryKind::Income | CategoryKind::Expense)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(month: &str, code: &str, kind: CategoryKind, cents: i64) -> TotalRow {
        TotalRow {
            month: month.parse().unwrap(),
            property: None,
            category: code.into(),
            category_name: code.into(),
            kind,
            tax_line: None,
            amount: Cents(cents),
            entries: 1,
        }
    }

    #[test]
    fn columns_and_lines_come_to_the_same_net() {
        let months: Vec<Period> = vec!["2026-01".parse().unwrap(), "2026-02".parse().unwrap()];
        let rows = [
            row("2026-01", "rent", CategoryKind::Income, 145_000),
            row("2026-02", "rent", CategoryKind::Income, 145_000),
            row("2026-02", "repairs", CategoryKind::Expense, 38_900),
            row("2026-02", "transfer", CategoryKind::Transfer, 1),
        ];
        let by_month = Statement::new(&rows, &months, None);
        assert_eq!(by_month.net(), [Cents(145_000), Cents(106_100)]);
        assert_eq!(by_month.newest(), 1);
        let by_property = Statement::new(&rows, &months, Some(&[]));
        assert_eq!(by_property.columns.len(), 1);
        assert_eq!(by_property.net().into_iter().sum::<Cents>(), Cents(251_100));
    }
}
