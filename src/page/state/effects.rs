//! The queue of effects.
//!
//! The reducer must stay pure, so it queues effects; a hook carries them out once the page is
//! drawn. Each effect has a number, so that the hook carries none out twice; a query's is its id.

use super::action::Effect;

/// The effects that the hook has not carried out yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EffectQueue {
    /// Returns the number of the last effect that was queued.
    last: u64,
    pending: Vec<(u64, Effect)>,
}

impl EffectQueue {
    /// Returns the number of the last effect that was queued.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// Returns the effects after `number` with their own numbers, in order.
    pub(crate) fn after(&self, number: u64) -> Vec<(u64, Effect)> {
        self.pending.iter().filter(|(own, _)| *own > number).cloned().collect()
    }

    /// Returns true if this effect is queued.
    pub(super) fn has(&self, effect: &Effect) -> bool {
        self.pending.iter().any(|(_, pending)| pending == effect)
    }

    /// Queues an effect; returns its number.
    pub(super) fn push(&mut self, effect: Effect) -> u64 {
        self.last += 1;
        self.pending.push((self.last, effect));
        self.last
    }

    /// Removes the effects up to `number`.
    pub(super) fn remove(&mut self, number: u64) {
        self.pending.retain(|(own, _)| *own > number);
    }
}
