//! Depreciation of residential rental property: straight line over 27.5 years, mid-month convention.
//!
//! Source: IRS Publication 946, Appendix A, Table A-6. Percentages are held as thousandths of a percent.

use chrono::{Datelike, NaiveDate};

use crate::money::Cents;

/// First-year percentages by month placed in service, January to December.
const FIRST: [i64; 12] = [3485, 3182, 2879, 2576, 2273, 1970, 1667, 1364, 1061, 758, 455, 152];
/// Year 28 for months 1 to 6; what is left of the cost.
const LAST_28: [i64; 6] = [1970, 2273, 2576, 2879, 3182, 3485];
/// Year 29 for months 7 to 12.
const LAST_29: [i64; 6] = [152, 455, 758, 1061, 1364, 1667];

/// Thousandths of a percent for the `year`-th year (1 is the first) of a property placed in service in `month` (1 to 12).
pub fn table_a6(month: u32, year: i32) -> i64 {
    let index = usize::try_from(month.clamp(1, 12) - 1).unwrap_or(0);
    let early = month <= 6;
    match year {
        1 => FIRST[index],
        2..=9 => 3636,
        10..=27 => 3636 + i64::from((year % 2 == 0) == early),
        28 if early => LAST_28[index],
        28 => 3636,
        29 if !early => LAST_29[index - 6],
        _ => 0,
    }
}

/// Depreciation of one calendar year (Schedule E line 18), rounded half up to the cent. Cost includes the land, which is
/// never depreciated.
pub fn for_year(placed_in_service: NaiveDate, cost: Cents, land: Cents, tax_year: i32) -> Cents {
    let year = tax_year - placed_in_service.year() + 1;
    let basis = i128::from((cost - land).0.max(0));
    let exact = basis * i128::from(table_a6(placed_in_service.month(), year));
    Cents(i64::try_from((exact + 50_000) / 100_000).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_the_table_comes_to_the_whole_cost() {
        for month in 1..=12 {
            assert_eq!((1..=29).map(|year| table_a6(month, year)).sum::<i64>(), 100_000, "month {month}");
        }
    }

    #[test]
    fn rows_stand_as_printed() {
        // Publication 946, Table A-6: month 1 year 1, month 3 year 10, month 9 year 10, month 9 year 29.
        let printed =
            [(1, 1, 3485), (3, 10, 3637), (9, 10, 3636), (9, 11, 3637), (9, 29, 758), (2, 29, 0), (5, 30, 0)];
        for (month, year, percent) in printed {
            assert_eq!(table_a6(month, year), percent, "month {month} year {year}");
        }
    }

    #[test]
    fn land_is_left_out_and_years_before_service_are_nothing() {
        let day = NaiveDate::from_ymd_opt(2020, 5, 14).unwrap_or_default();
        let (cost, land) = (Cents(25_000_000), Cents(5_000_000));
        assert_eq!(for_year(day, cost, land, 2026), Cents(727_200));
        assert_eq!(for_year(day, cost, land, 2020), Cents(454_600));
        assert_eq!(for_year(day, cost, land, 2019), Cents::ZERO);
    }
}
