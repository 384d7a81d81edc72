//! Compares percentages, thresholds and the order of names with coverage.py's.

use std::collections::BTreeSet;

use covdrop_report::{FailUnder, HumanKey, Percent, Precision, printable};

/// Generates pseudo-random numbers, the same in each run.
fn scatter(count: u64) -> impl Iterator<Item = u64> {
    (0..count).scan(0x9e37_79b9_7f4a_7c15_u64, |state, _| {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        Some(*state)
    })
}

/// Returns all ratios with denominators up to 160, and some larger ones.
fn ratios() -> Vec<(u64, u64)> {
    let small = (0..=160).flat_map(|all| (0..=all).map(move |hit| (hit, all)));
    let large = scatter(4000).map(|n| {
        let all = 1 + (n >> 32) % 10_u64.pow(1 + u32::try_from(n % 8).unwrap());
        let hit = match n >> 8 & 7 {
            0 => 1,
            1 => all - 1,
            _ => (n >> 16) % (all + 1),
        };
        (hit, all)
    });
    small.chain(large).collect()
}

#[test]
fn percentages_are_formatted_like_coverage_py() {
    let precisions = [0, 1, 2, 3, 5, 10, 15, 20];
    let cases: Vec<(u64, u64, i64)> = ratios()
        .into_iter()
        .flat_map(|(hit, all)| precisions.map(|precision| (hit, all, precision)))
        .chain([(1, 3, 308), (0, 1, 308), (1, 1, 100)])
        .collect();
    let Some(answers) = crate::oracle::ask::<Vec<(String, String)>>("percentages", &cases) else {
        return;
    };
    assert_eq!(answers.len(), cases.len());
    for (&(hit, all, precision), (shown, value)) in cases.iter().zip(answers) {
        let percent = Percent::of(hit, all);
        assert_eq!(percent.display(Precision::new(precision).unwrap()), shown, "{hit} of {all}");
        let value: f64 = value.parse().unwrap();
        assert_eq!(percent.value().to_bits(), value.to_bits(), "{hit} of {all}");
    }
    println!("{} percentages", cases.len());
}

#[test]
fn thresholds_fail_as_in_coverage_py() {
    let thresholds =
        [0.0, 1e-5, 0.5, 12.5, 33.3, 33.33, 33.333_333, 50.0, 66.67, 87.65, 99.0, 99.99, 100.0];
    let mut cases = Vec::new();
    for (hit, all) in ratios().into_iter().step_by(3) {
        for threshold in thresholds {
            cases.push((hit, all, threshold, i64::try_from(all % 4).unwrap()));
        }
        // The total itself, with all its digits, is the closest possible threshold.
        cases.push((hit, all, Percent::of(hit, all).value(), 0));
    }
    let Some(answers) = crate::oracle::ask::<Vec<Option<String>>>("thresholds", &cases) else {
        return;
    };
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(answers) {
        let &(hit, all, threshold, precision) = case;
        let threshold = FailUnder::new(threshold).unwrap();
        let precision = Precision::new(precision).unwrap();
        assert_eq!(threshold.failure(Percent::of(hit, all), precision), answer, "{case:?}");
    }
    println!("{} thresholds", cases.len());
}

#[test]
fn names_are_sorted_like_coverage_py() {
    let pieces =
        ["a", "b", "/", "_", ".py", "0", "1", "9", "10", "09", "٣", "𝟗", "²", "é", " ", "-"];
    let names: BTreeSet<String> = scatter(3000)
        .map(|n| {
            let length = n >> 60;
            (0..length).map(|at| pieces[usize::try_from(n >> (at * 4) & 15).unwrap()]).collect()
        })
        .collect();
    let mut names: Vec<String> = names.into_iter().collect();
    let Some(answer) = crate::oracle::ask::<Vec<String>>("order", &names) else { return };
    names.sort_by(|a, b| HumanKey::new(a).cmp(&HumanKey::new(b)));
    assert_eq!(names, answer);
    println!("{} names", names.len());
}

#[test]
fn printable_characters_equal_pythons() {
    let Some(answer) = crate::oracle::ask::<[Vec<u32>; 2]>("unprintable", &()) else { return };
    let ours: BTreeSet<u32> = (0..=u32::from(char::MAX))
        .filter(|&code| {
            char::from_u32(code).is_some_and(|c| c != '?' && printable(&c.to_string()) == "?")
        })
        .collect();
    let [known, unknown] = answer.map(BTreeSet::from_iter);
    assert_eq!(known.difference(&ours).next(), None, "prints here, and not in Python");
    // A newer Unicode version knows more characters, and never removes one.
    let beyond: BTreeSet<u32> = ours.difference(&known).copied().collect();
    assert_eq!(beyond.difference(&unknown).next(), None, "prints in Python, and not here");
}
