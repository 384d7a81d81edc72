//! Collects the reasons to doubt the totals.

use std::collections::HashSet;

use covdrop_data::{RecordedPath, Refusal};
use covdrop_protocol::{Doubt, DoubtGroup, DoubtKind, DoubtRow, escape_invisible};
use serde_json::Value;

use crate::inferred_paths::inferred_aliases;
use crate::protocol_numbers::count;
use crate::session_view::SessionView;
use crate::{plugins, source_check};

/// The maximum number of doubts of one kind on the page: enough to see a pattern.
const MAX_SHOWN: usize = 10;

/// Returns the reasons to doubt the totals, the gravest first.
pub(crate) fn doubts(view: SessionView<'_>) -> Vec<Doubt> {
    let inputs = view.inputs();
    let source = view.coverage.source_doubts(|| {
        let ambiguous: HashSet<&RecordedPath> =
            view.mapping.ambiguous.iter().map(|doubt| &doubt.path).collect();
        source_check::check(inputs, &ambiguous)
    });
    let mut doubts = source.to_vec();
    doubts.extend(plugins::file_tracer_doubts(inputs));
    doubts.extend(plugins::settings_doubts(inputs));
    let is_mixed = |refusal: &Refusal| matches!(refusal, Refusal::Mixed { .. });
    doubts.extend(view.dataset.combined.refusals().iter().any(is_mixed).then_some(Doubt::Mixed));
    let inferred = inferred_aliases(view).into_iter();
    doubts.extend(inferred.map(|alias| Doubt::Inferred { alias }));
    doubts
}

/// Returns the doubts as JSON: an object for each, with its kind, its sentence and its values.
pub(crate) fn doubts_as_json(view: SessionView<'_>) -> Value {
    let entry = |doubt: &Doubt| {
        let own = serde_json::to_value(doubt).unwrap_or_default();
        let own = own.as_object().and_then(|own| own.values().next()?.as_object().cloned());
        let mut entry = own.unwrap_or_default();
        entry.insert("kind".to_owned(), doubt.kind().as_str().into());
        entry.insert("message".to_owned(), doubt.to_string().into());
        Value::Object(entry)
    };
    doubts(view).iter().map(entry).collect()
}

/// Returns the doubts for the page, by kind.
pub(crate) fn doubt_groups(view: SessionView<'_>) -> Vec<DoubtGroup> {
    let doubts = doubts(view);
    let group = |kind: DoubtKind| {
        let of_kind = doubts.iter().filter(|doubt| doubt.kind() == kind);
        let row = |doubt: &Doubt| DoubtRow {
            what: escape_invisible(&doubt.to_string()),
            file: match doubt {
                Doubt::Stale { file, .. } => Some(file.clone()),
                _ => None,
            },
        };
        let first: Vec<DoubtRow> = of_kind.clone().take(MAX_SHOWN).map(row).collect();
        let count = count(of_kind.count());
        (count > 0).then_some(DoubtGroup { kind, first, count })
    };
    DoubtKind::ALL.into_iter().filter_map(group).collect()
}

/// Returns the sentences for the first `limit` of `doubts` of `kind`, with invisible characters
/// escaped, and one that counts the rest.
pub fn sentences(doubts: &[Doubt], kind: DoubtKind, limit: usize) -> Vec<String> {
    let of_kind = doubts.iter().filter(|doubt| doubt.kind() == kind);
    let first = of_kind.clone().take(limit).map(|doubt| escape_invisible(&doubt.to_string()));
    let more = of_kind.count().saturating_sub(limit);
    first.chain((more > 0).then(|| format!("And {more} more."))).collect()
}
