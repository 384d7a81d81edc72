//! Visits to lists of files.

use super::*;

#[test]
fn a_list_is_where_it_was_and_another_view_at_its_top() {
    let mut state = at("#");
    state.play(went("#file=a.py"));
    assert_eq!(
        state.play(went("#"))[..2],
        [Effect::Focus(FocusTarget::LastOpenedRow), Effect::RestoreListScroll]
    );
    assert_eq!(state.listings.last_opened.path, "a.py");
    state.play(went("#file=a.py"));
    assert_eq!(state.play(went("#view=settings"))[0], Effect::ScrollToTop);
}

#[test]
fn rows_whose_percentage_changed_are_told() {
    let row = |path: &str, cover: &str| Row {
        path: path.into(),
        name: path.into(),
        line: None,
        depth: 0,
        is_folder: false,
        approximate: false,
        numbers: Numbers { cover: cover.into(), ..Numbers::default() },
    };
    let listing = |covers: [&str; 2]| {
        let rows = Rows::new([row("a.py", covers[0]), row("b.py", covers[1])]).unwrap();
        Reply::Listing(Listing { rows, ..Listing::default() })
    };
    let mut state = at("#");
    state.hear_reply(listing(["50%", "60%"]));
    state.hear_reply(listing(["50%", "70%"]));
    assert_eq!(*state.listings.changed, [1]);
}

#[test]
fn a_page_is_busy_until_all_rows_of_a_list_of_ordinary_length_are_there() {
    let listing = |count: usize| {
        let row = |number: usize| Row {
            path: number.to_string(),
            name: String::new(),
            line: None,
            depth: 0,
            is_folder: false,
            approximate: false,
            numbers: Numbers::default(),
        };
        let rows = Rows::new((0..count).map(row)).unwrap();
        Reply::Listing(Listing { rows, ..Listing::default() })
    };
    for (rows, ticks) in [(30, 0), (31, 1), (230, 1), (231, 2), (500, 3), (501, 0)] {
        let mut state = at("#");
        state.hear_reply(listing(rows));
        for tick in 0..ticks {
            assert_eq!(state.phase(), Phase::Busy, "{rows} rows, {tick}");
            state.play(Action::RenderMoreRows);
        }
        assert_eq!(state.phase(), Phase::Ready, "{rows} rows");
    }
}

#[test]
fn a_list_is_sorted_and_reversed_by_a_column() {
    let mut state = at("#q=a");
    let mut sorted = |column| {
        state.play(Action::SortBy(column));
        state.route.to_string()
    };
    assert_eq!(sorted(Column::Cover), "#q=a&sort=cover");
    assert_eq!(sorted(Column::Cover), "#q=a&sort=-cover");
    assert_eq!(sorted(Column::Miss), "#q=a&sort=-miss");
    assert_eq!(sorted(Column::Name), "#q=a");
}
