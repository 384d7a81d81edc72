//! Translates quantifiers.

use std::fmt::Write;

use super::Translator;

/// The bounds of a repetition; [`usize::MAX`] stands for no upper bound.
#[derive(Clone, Copy)]
pub(super) struct Times {
    least: usize,
    most: usize,
}

impl Translator<'_> {
    /// Reads the quantifier at `next`: `*`, `+`, `?`, `{2}`, `{2,}`, `{,3}` or `{2,3}`. Any other
    /// brace is literal.
    pub(super) fn times(&mut self, next: char) -> Result<Option<Times>, String> {
        let mut ahead = self.rest.clone();
        ahead.next();
        let (least, most) = match next {
            '*' => (String::new(), String::new()),
            '+' => ("1".to_owned(), String::new()),
            '?' => (String::new(), "1".to_owned()),
            _ => {
                let mut digits = || {
                    let mut number = String::new();
                    while let Some(digit) = ahead.next_if(char::is_ascii_digit) {
                        number.push(digit);
                    }
                    (number, ahead.next())
                };
                match digits() {
                    (exactly, Some('}')) if !exactly.is_empty() => (exactly.clone(), exactly),
                    (least, Some(',')) => {
                        let (most, Some('}')) = digits() else { return Ok(None) };
                        (least, most)
                    }
                    _ => return Ok(None),
                }
            }
        };
        self.rest = ahead;
        let number = |digits: &str, default: usize| match digits {
            "" => Ok(default),
            digits => digits.parse().map_err(|_| "the repetition number is too large"),
        };
        let times = Times { least: number(&least, 0)?, most: number(&most, usize::MAX)? };
        if times.least > times.most {
            return Err("min repeat greater than max repeat".to_owned());
        }
        Ok(Some(times))
    }

    /// Repeats the item that starts at `item` in the output.
    pub(super) fn quantify(&mut self, item: Option<usize>, times: Times) -> Result<(), String> {
        let Some(item) = item else { return Err("nothing to repeat".to_owned()) };
        let mode = self.rest.next_if(|&c| c == '?' || c == '+');
        if self.width == Some(0) {
            self.quantify_nothing(item, times, mode == Some('?'));
        } else {
            self.width = self
                .width
                .filter(|_| times.least == times.most)
                .and_then(|width| width.checked_mul(times.least));
            if mode == Some('+') {
                // Python does not backtrack into the repetitions either.
                self.out.insert_str(item, "(?>");
                self.out.push(')');
            }
            let Times { least, most } = times;
            let _ = match most {
                usize::MAX => write!(self.out, "{{{least},}}"),
                most => write!(self.out, "{{{least},{most}}}"),
            };
            if mode == Some('?') {
                self.out.push('?');
            }
        }
        // A possessive quantifier is an atomic group around a greedy one.
        if mode == Some('+') {
            self.fancy = true;
            self.out.insert_str(item, "(?>");
            self.out.push(')');
        }
        Ok(())
    }

    /// Repeats an item without width, such as a lookahead. Once is equivalent to many times, and
    /// the backtracking engine refuses to repeat most of these items.
    fn quantify_nothing(&mut self, item: usize, times: Times, lazy: bool) {
        if times.least > 0 {
            return;
        }
        self.out.insert_str(item, if lazy { "(?:|" } else { "(?:" });
        self.out.push_str(if lazy { ")" } else { "|)" });
        if times.most == 0 {
            self.out.push_str("{0}");
        }
    }
}
