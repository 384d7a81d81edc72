//! Percentages, and the one rule by which they are rounded and formatted.
//!
//! coverage.py computes them in binary floating point and rounds as Python does; the same
//! operations in the same order give the same digits. No other code in Covdrop divides counts.

use crate::Error;

/// A percentage, 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Percent(f64);

impl Percent {
    /// 0 percent.
    pub const NONE: Percent = Percent(0.0);

    /// Returns `hit` of `all` in percent; 100 if `all` is 0.
    #[allow(clippy::cast_precision_loss, reason = "counts of lines are far below 2^53")]
    pub fn of(hit: u64, all: u64) -> Percent {
        Percent(if all == 0 { 100.0 } else { 100.0 * hit as f64 / all as f64 })
    }

    /// Returns the mean of several percentages, or `None` for none.
    pub fn mean(all: impl IntoIterator<Item = Percent>) -> Option<Percent> {
        let (mut sum, mut count) = (0.0, 0.0);
        for Percent(percent) in all {
            sum += percent;
            count += 1.0;
        }
        (count > 0.0).then(|| Percent(sum / count))
    }

    /// Returns the unrounded number.
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Formats the number like coverage.py, without a percent sign.
    ///
    /// Rounding never turns a positive number into 0 or a number below 100 into 100: it stops one
    /// step of `precision` away.
    pub fn display(self, precision: Precision) -> String {
        let step = precision.step();
        let shown = if 0.0 < self.0 && self.0 < step {
            step
        } else if 100.0 - step < self.0 && self.0 < 100.0 {
            100.0 - step
        } else {
            self.0
        };
        fixed(shown, precision)
    }

    /// Rounds half to even on the binary value, like Python's `round`.
    pub(crate) fn rounded(self, precision: Precision) -> f64 {
        fixed(self.0, precision).parse().unwrap_or(self.0)
    }
}

/// Numbers below this, without decimals, fit in 32 bits.
const WHOLE: f64 = 4e9;

/// Formats `number` with the decimals of `precision`, rounded half to even.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
pub(crate) fn fixed(number: f64, precision: Precision) -> String {
    if precision.0 == 0 && number.is_sign_positive() && number < WHOLE {
        // The usual case, for every row of a list, in a tenth of the time.
        return (number.round_ties_even() as u32).to_string();
    }
    format!("{number:.*}", usize::from(precision.0))
}

/// The number of decimals in percentages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precision(u16);

impl Precision {
    /// The maximum number of decimals: beyond it, ten to the power of the precision is not a float,
    /// and coverage.py fails too.
    pub const MAX: u16 = 308;

    /// Creates a precision of `decimals` digits after the point.
    ///
    /// # Errors
    /// [`Error::Precision`] if it is negative or beyond [`Precision::MAX`].
    pub fn new(decimals: i64) -> Result<Precision, Error> {
        u16::try_from(decimals)
            .ok()
            .filter(|&decimals| decimals <= Precision::MAX)
            .map(Precision)
            .ok_or(Error::Precision { decimals, max: Precision::MAX })
    }

    /// Returns the number of decimals.
    pub const fn decimals(self) -> u16 {
        self.0
    }

    /// Returns the difference between two neighbouring numbers of this precision.
    fn step(self) -> f64 {
        // Parsing rounds correctly; computing a power may not.
        1.0 / format!("1e{}", self.0).parse().unwrap_or(f64::INFINITY)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whole_numbers_round_like_decimals(
            number in prop_oneof![any::<f64>(), -1.0..101.0, (-300..300i32).prop_map(|n| f64::from(n) / 2.0)]
        ) {
            prop_assert_eq!(fixed(number, Precision(0)), format!("{number:.0}"));
        }
    }

    fn shown(hit: u64, all: u64, decimals: i64) -> String {
        Percent::of(hit, all).display(Precision::new(decimals).unwrap())
    }

    #[test]
    fn only_exact_numbers_are_shown_as_0_or_100() {
        assert_eq!(shown(0, 1000, 0), "0");
        assert_eq!(shown(1, 1000, 0), "1");
        assert_eq!(shown(999, 1000, 0), "99");
        assert_eq!(shown(1000, 1000, 0), "100");
        assert_eq!(shown(99_999, 100_000, 1), "99.9");
        assert_eq!(shown(0, 0, 2), "100.00");
    }

    #[test]
    fn a_mean_is_not_weighted() {
        let mean = Percent::mean([Percent::of(1, 2), Percent::of(100, 100)]);
        assert_eq!(mean.map(|mean| mean.display(Precision::default())), Some("75".to_owned()));
        assert_eq!(Percent::mean([]), None);
    }

    #[test]
    fn halves_go_to_the_even_side() {
        assert_eq!(shown(1, 8, 0), "12");
        assert_eq!(shown(3, 8, 0), "38");
        assert_eq!(shown(1, 16, 1), "6.2");
        assert_eq!(shown(2, 3, 2), "66.67");
    }

    #[test]
    fn precisions_out_of_range_are_refused() {
        assert!(matches!(Precision::new(-1), Err(Error::Precision { decimals: -1, .. })));
        assert!(Precision::new(308).is_ok());
        assert!(Precision::new(309).is_err());
    }
}
