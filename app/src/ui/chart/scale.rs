//! From amounts to places: round steps for the grid, y in tenths of a pixel, x in thousandths of a percent.

/// What the figures of a chart are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// US cents.
    Cents,
    /// Whole things: units let, lines read.
    Count,
}

impl Unit {
    /// The word the script reads.
    pub(super) fn word(self) -> &'static str {
        match self {
            Unit::Cents => "cents",
            Unit::Count => "count",
        }
    }

    /// The smallest step of a grid.
    fn base(self) -> i64 {
        match self {
            Unit::Cents => 100,
            Unit::Count => 1,
        }
    }

    /// A value as the table and the sentence write it.
    pub(super) fn full(self, value: i64) -> String {
        match self {
            Unit::Cents => domain::Cents(value).to_string(),
            Unit::Count => value.to_string(),
        }
    }

    /// A value as the grid writes it, without sign: `12k`, `1.5M`, `400`.
    pub(super) fn short(self, value: i64) -> String {
        let whole = value.unsigned_abs() / self.base().unsigned_abs();
        let cut = |thousandth: u64, letter: char| match (
            whole / thousandth,
            whole % thousandth * 10 / thousandth,
        ) {
            (n, 0) => format!("{n}{letter}"),
            (n, tenth) => format!("{n}.{tenth}{letter}"),
        };
        match whole {
            0..1_000 => whole.to_string(),
            1_000..1_000_000 => cut(1_000, 'k'),
            _ => cut(1_000_000, 'M'),
        }
    }
}

/// Top and height of the drawing between its outer grid lines, in tenths of a pixel.
const TOP: i64 = 120;
const TALL: i64 = 2_120;

/// Left edge of the first slot, in thousandths of a percent; the labels of the grid stand left of it.
pub(super) const LEFT: i64 = 8_500;
/// All slots together.
pub(super) const WIDE: i64 = 91_500;

/// The grid of a chart: round steps up and down from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    step: i64,
    up: i64,
    down: i64,
}

impl Scale {
    /// Room for everything from `-lowest` to `highest`, both zero or more.
    pub fn new(unit: Unit, highest: i64, lowest: i64) -> Scale {
        let (highest, lowest) = (highest.max(0), lowest.max(0));
        let wanted = if lowest == 0 { 4 } else { 2 };
        let step = round_up(unit.base(), (highest.max(lowest) + wanted - 1) / wanted);
        let steps = |reach: i64| (reach + step - 1) / step;
        Scale { step, up: steps(highest).max(1), down: steps(lowest) }
    }

    /// Where a value lies, in tenths of a pixel from the top.
    pub fn y(self, value: i64) -> i64 {
        let reach = i128::from((self.up + self.down) * self.step);
        let below_top = i128::from(self.up * self.step - value);
        TOP + i64::try_from(below_top * i128::from(TALL) / reach).unwrap_or(TALL)
    }

    /// The values of the grid lines, highest first.
    pub fn ticks(self) -> impl Iterator<Item = i64> {
        (-self.down..=self.up).rev().map(move |n| n * self.step)
    }

    /// The distance between two grid lines.
    pub fn step(self) -> i64 {
        self.step
    }

    /// The value of the lowest grid line.
    pub fn bottom(self) -> i64 {
        -self.down * self.step
    }

    /// The value of the highest grid line.
    pub fn top(self) -> i64 {
        self.up * self.step
    }
}

/// The smallest round number that is not below `least` and is a multiple of `base`.
fn round_up(base: i64, least: i64) -> i64 {
    let mut unit = base;
    loop {
        for tenths in [10, 15, 20, 25, 30, 40, 50, 60, 80] {
            let candidate = unit.saturating_mul(tenths) / 10;
            if candidate >= least && candidate % base == 0 && unit * tenths % 10 == 0 {
                return candidate;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

/// `29.1`
pub(super) fn tenths(n: i64) -> String {
    match n % 10 {
        0 => (n / 10).to_string(),
        rest => format!("{}.{rest}", n / 10),
    }
}

/// `10.18%`, from thousandths of a percent.
pub(super) fn percent(n: i64) -> String {
    let hundredths = (n + 5) / 10;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_leave_room() {
        let scale = Scale::new(Unit::Cents, 1_144_532, 1_046_683);
        assert_eq!(scale.ticks().collect::<Vec<_>>(), [1_200_000, 600_000, 0, -600_000, -1_200_000]);
        assert_eq!((scale.y(1_200_000), scale.y(0), scale.y(-1_200_000)), (120, 1_180, 2_240));
        let small = Scale::new(Unit::Count, 6, 0);
        assert_eq!(small.ticks().collect::<Vec<_>>(), [6, 4, 2, 0]);
        assert_eq!(Scale::new(Unit::Cents, 0, 0).ticks().collect::<Vec<_>>(), [100, 0]);
        let huge = domain::money::MAX_CENTS;
        assert!(Scale::new(Unit::Cents, huge, huge).top() >= huge);
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(Unit::Cents.short(1_200_000), "12k");
        assert_eq!(Unit::Cents.short(150_000), "1.5k");
        assert_eq!(Unit::Cents.short(250_000_000), "2.5M");
        assert_eq!(Unit::Cents.short(-40_000), "400");
        assert_eq!(Unit::Count.short(6), "6");
        assert_eq!((tenths(291), percent(10_178)), ("29.1".into(), "10.18%".into()));
    }
}
