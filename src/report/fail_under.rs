//! Compares totals with the threshold of `fail_under`.

use crate::percent::fixed;
use crate::{Error, Percent, Precision};

/// The minimum total, in percent.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct FailUnder(f64);

impl FailUnder {
    /// Creates a threshold of `percent`.
    ///
    /// # Errors
    /// [`Error::FailUnder`] if it lies outside 0 to 100.
    pub fn new(percent: f64) -> Result<FailUnder, Error> {
        if (0.0..=100.0).contains(&percent) {
            Ok(FailUnder(percent))
        } else {
            Err(Error::FailUnder { percent })
        }
    }

    /// Returns the percentage.
    pub const fn percent(self) -> f64 {
        self.0
    }

    /// Returns coverage.py's message after "Coverage failure: " if `total` fails, and `None` if it
    /// passes.
    ///
    /// The total is rounded to `precision`, or to the decimals of the threshold if these are more.
    /// Only a true 100 reaches a threshold of 100.
    pub fn failure(self, total: Percent, precision: Precision) -> Option<String> {
        self.failure_of("total", total, precision)
    }

    /// Like [`FailUnder::failure`], for a percentage that `name` names.
    #[allow(clippy::float_cmp, reason = "100 and only 100 is all")]
    pub fn failure_of(self, name: &str, total: Percent, precision: Precision) -> Option<String> {
        let precision = precision.max(self.decimals());
        let shown = if self.0 == 100.0 && total.value() != 100.0 {
            total.display(precision)
        } else if total.rounded(precision) < self.0 {
            fixed(total.value(), precision)
        } else {
            return None;
        };
        let wanted = fixed(self.0, precision);
        Some(format!("{name} of {shown} is less than fail-under={wanted}"))
    }

    /// Formats the threshold with the decimals used in the comparison.
    pub fn display(self, precision: Precision) -> String {
        fixed(self.0, precision.max(self.decimals()))
    }

    /// Returns the number of decimals in the shortest text of the threshold.
    fn decimals(self) -> Precision {
        let text = format!("{:e}", self.0);
        let Some((digits, exponent)) = text.split_once('e') else { return Precision::default() };
        let written = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let exponent: i64 = exponent.parse().unwrap_or(0);
        let decimals = i64::try_from(written).unwrap_or(0) - exponent;
        Precision::new(decimals.clamp(0, i64::from(Precision::MAX))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(threshold: f64, hit: u64, all: u64, decimals: i64) -> Option<String> {
        let precision = Precision::new(decimals).unwrap();
        FailUnder::new(threshold).unwrap().failure(Percent::of(hit, all), precision)
    }

    #[test]
    fn the_total_is_rounded_before_it_is_compared() {
        assert_eq!(failure(67.0, 2, 3, 0), None);
        let words = "total of 66.67 is less than fail-under=67.00";
        assert_eq!(failure(67.0, 2, 3, 2).as_deref(), Some(words));
    }

    #[test]
    fn the_threshold_may_have_more_decimals_than_the_precision() {
        let words = "total of 66.7 is less than fail-under=99.5";
        assert_eq!(failure(99.5, 2, 3, 0).as_deref(), Some(words));
        assert_eq!(failure(66.6667, 2, 3, 0), None);
    }

    #[test]
    fn a_threshold_of_100_needs_exactly_100() {
        let words = "total of 99 is less than fail-under=100";
        assert_eq!(failure(100.0, 99_999, 100_000, 0).as_deref(), Some(words));
        assert_eq!(failure(100.0, 5, 5, 0), None);
    }

    #[test]
    fn thresholds_out_of_range_are_refused() {
        for percent in [-1.0, 100.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(FailUnder::new(percent), Err(Error::FailUnder { .. })));
        }
    }
}
