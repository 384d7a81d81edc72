//! Numbers as people read them.

/// A count with its noun: `1 branch`, `2 branches`.
pub(crate) fn count(n: u64, noun: &str) -> String {
    let end = match n {
        1 => "",
        _ if noun.ends_with('h') => "es",
        _ => "s",
    };
    format!("{n} {noun}{end}")
}

/// A number of bytes: `54 kB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_no_plural() {
        assert_eq!(count(0, "file"), "0 files");
        assert_eq!(count(1, "branch"), "1 branch");
        assert_eq!(count(2, "branch"), "2 branches");
    }

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(size(0), "0 bytes");
        assert_eq!(size(53_248), "54 kB");
        assert_eq!(size(999_999), "1000 kB");
        assert_eq!(size(314_572_800), "314.5 MB");
    }
}
