//! Reads the clock in the form that reports need.

use covdrop_session::Timestamp;
use js_sys::Date;

/// Returns the current time in the user's time zone.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no time before 1970")]
pub(crate) fn now() -> Timestamp {
    let now = Date::new_0();
    let local = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}000",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date(),
        now.get_hours(),
        now.get_minutes(),
        now.get_seconds(),
        now.get_milliseconds(),
    );
    Timestamp { local, unix_millis: now.get_time() as u64 }
}
