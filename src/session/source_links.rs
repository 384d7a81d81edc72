//! Resolves links among the folders and files of the source tree, as coverage.py does.
//!
//! coverage.py records, names and matches a file by its real path. The tree has each file once: by
//! the name of the link if the link leads out of the tree, else by its real path.

use std::sync::Arc;

use covdrop_data::{SourcePath, SourceTree};

/// The maximum number of links that are resolved in one path, equal to the limit of Linux.
const MAX_STEPS: usize = 40;

/// The links of a source tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// The folder of the tree: absolute, with `/`.
    root: Arc<str>,
    /// The path of each link in the tree, and its target, absolute and with `/`.
    links: Arc<[(String, String)]>,
}

impl Links {
    /// Creates the links of a tree at `root`.
    pub(crate) fn new(root: Arc<str>, links: Vec<(String, String)>) -> Links {
        Links { root, links: links.into() }
    }

    /// Returns the full path of a file of the tree, if a link leads out of the tree to it.
    pub(crate) fn outside(&self, path: &SourcePath) -> Option<String> {
        let found = |(link, real): &(String, String)| {
            Some(format!("{real}{}", rest_below(path.as_str(), link)?))
        };
        self.links.iter().find_map(found).filter(|real| rest_below(real, &self.root).is_none())
    }

    /// Returns the full path with all links resolved.
    pub(crate) fn resolve(&self, mut full: String) -> String {
        for _ in 0..MAX_STEPS {
            let Some(inner) = rest_below(&full, &self.root) else { break };
            let inner = inner.trim_start_matches('/');
            let found = self.links.iter().filter_map(|(link, real)| {
                let rest = rest_below(inner, link)?;
                Some((rest.len(), format!("{real}{rest}")))
            });
            // The longest link leaves the shortest rest.
            let Some((_, next)) = found.min() else { break };
            full = next;
        }
        full
    }

    /// Returns the file of `files` at the full path `path`, which is reached through links.
    pub(crate) fn file<'a>(&self, path: &str, files: &'a SourceTree) -> Option<&'a SourcePath> {
        if self.links.is_empty() {
            return None;
        }
        let below_link = |path: &str| {
            let mut links = self.links.iter();
            links
                .find_map(|(link, real)| files.named(&format!("{link}{}", rest_below(path, real)?)))
        };
        below_link(path).or_else(|| {
            let real = self.resolve(path.to_owned());
            if real == path {
                return None;
            }
            files.at(&real, &self.root).or_else(|| below_link(&real))
        })
    }

    /// Returns the targets of the links.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(|(_, real)| real.as_str())
    }
}

/// Returns the rest of `path` if it is `folder` or lies below it.
pub(crate) fn rest_below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    path.strip_prefix(folder).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        let links =
            [("out", "/else/x"), ("out/deep", "/far"), ("in", "/r/real"), ("a.py", "/b.py")];
        let links = links.map(|(link, real)| (link.to_owned(), real.to_owned()));
        Links::new("/r".into(), links.into())
    }

    #[test]
    fn a_file_below_a_link_out_of_the_tree_is_named_by_its_real_path() {
        let outside = |path: &str| links().outside(&SourcePath::new(path).unwrap());
        assert_eq!(outside("out/m.py").as_deref(), Some("/else/x/m.py"));
        assert_eq!(outside("a.py").as_deref(), Some("/b.py"));
        assert_eq!(outside("outer/m.py"), None);
        assert_eq!(outside("in/m.py"), None);
    }

    #[test]
    fn links_in_a_path_are_resolved() {
        let resolve = |path: &str| links().resolve(path.to_owned());
        assert_eq!(resolve("/r/out/*"), "/else/x/*");
        assert_eq!(resolve("/r/out/deep/m.py"), "/far/m.py");
        assert_eq!(resolve("/r/in/m.py"), "/r/real/m.py");
        assert_eq!(resolve("/r/real/m.py"), "/r/real/m.py");
        assert_eq!(resolve("/out/m.py"), "/out/m.py");
        let looped = Links::new("/r".into(), vec![("l".to_owned(), "/r/l/l".to_owned())]);
        assert!(looped.resolve("/r/l".to_owned()).starts_with("/r/l/l"));
    }
}
