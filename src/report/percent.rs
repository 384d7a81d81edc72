//! Percentages, and the one rule by which they are shown.
//!
//! coverage.py computes them in binary floating point and rounds as Python does; the same
//! operations in the same order give the same digits. Nothing else in Covdrop divides counts.

use crate::Error;

/// A percentage, 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Percent(f64);

impl Percent {
    /// Nothing.
    pub const NONE: Percent = Percent(0.0);

    /// `hit` of `all` in percent; 100 where there is nothing to hit.
    #[allow(clippy::cast_precision_loss, reason = "counts of lines are far below 2^53")]
    pub fn of(hit: u64, all: u64) -> Percent {
        Percent(if all == 0 { 100.0 } else { 100.0 * hit as f64 / all as f64 })
    }

    /// The mean of several percentages; nothing for none.
    pub fn mean(all: impl IntoIterator<Item = Percent>) -> Option<Percent> {
        let (mut sum, mut count) = (0.0, 0.0);
        for Percent(percent) in all {
            sum += percent;
            count += 1.0;
        }
        (count > 0.0).then(|| Percent(sum / count))
    }

    /// The unrounded number.
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The number as coverage.py shows it, without a percent sign.
    ///
    /// Rounding never makes a 0 of something or a 100 of less than all: what is nearer to either
    /// end than one step of `precision` is shown as one step from it.
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

    /// The number rounded half to even on its binary value, as Python's `round` does.
    pub(crate) fn rounded(self, precision: Precision) -> f64 {
        fixed(self.0, precision).parse().unwrap_or(self.0)
    }
}

/// Below this, what is left of a number without its decimals is a whole number of 32 bits.
const WHOLE: f64 = 4e9;

/// `number` with as many decimals as `precision` says, rounded half to even.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in bounds")]
pub(crate) fn fixed(number: f64, precision: Precision) -> String {
    if precision.0 == 0 && number.is_sign_positive() && number < WHOLE {
        // The usual case, for every row of a list: a tenth of the time.
        return (number.round_ties_even() as u32).to_string();
    }
    format!("{number:.*}", usize::from(precision.0))
}

/// How many decimals percentages are shown with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precision(u16);

impl Precision {
    /// The most decimals: beyond them ten to the power of the precision is no float any more,
    /// which ends coverage.py too.
    pub const MAX: u16 = 308;

    /// The precision of `decimals` digits after the point.
    ///
    /// # Errors
    /// [`Error::Precision`] where it is negative or beyond [`Precision::MAX`].
    pub fn new(decimals: i64) -> Result<Precision, Error> {
        u16::try_from(decimals)
            .ok()
            .filter(|&decimals| decimals <= Precision::MAX)
            .map(Precision)
            .ok_or(Error::Precision { decimals, max: Precision::MAX })
    }

    /// The number of decimals.
    pub const fn decimals(self) -> u16 {
        self.0
    }

    /// The difference between two neighbouring numbers of this precision.
    fn step(self) -> f64 {
        // Parsing rounds correctly where a power would not.
        1.0 / format!("1e{}", self.0).parse().unwrap_or(f64::INFINITY)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whole_numbers_are_rounded_as_others_are(
            number in prop_oneof![any::<f64>(), -1.0..101.0, (-300..300i32).prop_map(|n| f64::from(n) / 2.0)]
        ) {
            prop_assert_eq!(fixed(number, Precision(0)), format!("{number:.0}"));
        }
    }

    fn shown(hit: u64, all: u64, decimals: i64) -> String {
        Percent::of(hit, all).display(Precision::new(decimals).unwrap())
    }

    #[test]
    fn nothing_is_shown_as_nothing_or_all_that_is_not() {
        assert_eq!(shown(0, 1000, 0), "0");
        assert_eq!(shown(1, 1000, 0), "1");
        assert_eq!(shown(999, 1000, 0), "99");
        assert_eq!(shown(1000, 1000, 0), "100");
        assert_eq!(shown(99_999, 100_000, 1), "99.9");
        assert_eq!(shown(0, 0, 2), "100.00");
    }

    #[test]
    fn a_mean_weighs_nothing() {
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
    fn a_precision_is_neither_negative_nor_absurd() {
        assert!(matches!(Precision::new(-1), Err(Error::Precision { decimals: -1, .. })));
        assert!(Precision::new(308).is_ok());
        assert!(Precision::new(309).is_err());
    }
}
