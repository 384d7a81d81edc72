//! Runs a part of a pattern that needs no backtracking as an automaton, and counts its work.

use fancy_regex::internal::Insn;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{Config, WhichCaptures};
use regex_automata::{Anchored, Input};

use crate::effort::{Effort, Exhausted};

/// The part, as an automaton that builds its states on demand.
#[derive(Debug)]
pub(super) struct Part {
    automaton: Box<DFA>,
}

/// The bytes that an automaton reads in the time of one step.
const BYTES_A_STEP: usize = 4;

/// The bytes of new states that it builds in the time of one step.
const MADE_A_STEP: usize = 4;

/// The bytes that an automaton reads between two counts of its work.
const STRETCH: usize = 1 << 10;

impl Part {
    /// Returns the part that `instruction` runs, if it runs one.
    pub(super) fn of(instruction: &Insn) -> Result<Option<Part>, String> {
        let Insn::Delegate(part) = instruction else { return Ok(None) };
        let automaton = DFA::builder()
            .configure(DFA::config().unicode_word_boundary(true).skip_cache_capacity_check(true))
            .thompson(Config::new().which_captures(WhichCaptures::None))
            .build(&part.pattern)
            .map_err(|error| error.to_string())?;
        Ok(Some(Part { automaton: Box::new(automaton) }))
    }

    pub(super) fn cache(&self) -> Cache {
        self.automaton.create_cache()
    }

    /// Returns the end of a match that starts at `start`. An automaton that gives up counts as
    /// having read the whole text.
    pub(super) fn end_of_match(
        &self,
        text: &str,
        start: usize,
        cache: &mut Cache,
        effort: &mut Effort,
    ) -> Result<MatchEnd, Exhausted> {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let input = Input::new(text).range(start..).anchored(Anchored::Yes);
        let Ok(mut state) = self.automaton.start_state_forward(cache, &input) else {
            effort.step(rest.len() / BYTES_A_STEP)?;
            return Ok(MatchEnd::Unknown);
        };
        let mut end = None;
        let mut at = start;
        for stretch in rest.chunks(STRETCH) {
            let (memory, fills) = (cache.memory_usage(), cache.clear_count());
            let (mut is_dead, mut is_lost) = (false, false);
            for &byte in stretch {
                match self.automaton.next_state(cache, state, byte) {
                    Ok(next) => state = next,
                    Err(_) => is_lost = true,
                }
                if state.is_tagged() {
                    // An automaton reports a match one byte late.
                    if state.is_match() {
                        end = Some(at);
                    }
                    is_dead = state.is_dead();
                    is_lost |= state.is_quit();
                }
                if is_dead || is_lost {
                    break;
                }
                at += 1;
            }
            let fills = cache.clear_count().saturating_sub(fills);
            let made = cache.memory_usage().saturating_sub(memory);
            let made = made.saturating_add(fills.saturating_mul(memory));
            effort.step(stretch.len().min(at + 1 - start) / BYTES_A_STEP + made / MADE_A_STEP)?;
            if is_lost {
                effort.step(rest.len() / BYTES_A_STEP)?;
                return Ok(MatchEnd::Unknown);
            }
            if is_dead {
                return Ok(MatchEnd::of(end));
            }
        }
        match self.automaton.next_eoi_state(cache, state) {
            Ok(last) if last.is_match() => Ok(MatchEnd::At(text.len())),
            Ok(_) => Ok(MatchEnd::of(end)),
            Err(_) => Ok(MatchEnd::Unknown),
        }
    }
}

/// The end of a match, if the automaton finds it.
pub(super) enum MatchEnd {
    At(usize),
    NoMatch,
    /// The automaton gave up.
    Unknown,
}

impl MatchEnd {
    fn of(end: Option<usize>) -> MatchEnd {
        end.map_or(MatchEnd::NoMatch, MatchEnd::At)
    }
}
