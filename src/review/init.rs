//! A first dossier from a pile of laws, for a person to correct.

use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::source::Source;
use crate::source::{Metadata, Reader};
use crate::structure::outline;

/// What a text may be.
const ENDINGS: [&str; 9] = ["txt", "md", "docx", "odt", "rtf", "pdf", "html", "htm", "xml"];
/// What a text may say of itself that a dossier knows.
const STATUSES: [&str; 5] = ["in-force", "bill", "not-commenced", "repealed", "expired"];
/// Deeper folders are not looked into, nor more texts than a person would review.
const DEEPEST: usize = 6;
const MOST: usize = 500;

/// Proposes a `dossier.yaml` that stands in `folder`.
///
/// # Errors
/// Every text that cannot be read; no text at all.
pub fn propose(paths: &[PathBuf], folder: &Path, reader: &Reader) -> Result<String, Vec<Error>> {
    let mut files = Vec::new();
    for path in paths {
        walk(path, &mut files, 0, true).map_err(|error| vec![error])?;
    }
    if files.is_empty() {
        let help = format!("texts end with {}", ENDINGS.join(", "));
        return Err(vec![Error::request("there is no text", help)]);
    }
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        Source::read_with(&name, &Metadata::default(), reader).map(outline)
    };
    let acts: Vec<Result<_>> = files.par_iter().map(read).collect();
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    for (path, act) in files.into_iter().zip(acts) {
        match act {
            Ok(act) => read.push((path, act)),
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let country = read.iter().find_map(|(_, act)| act.source.meta.country.clone());
    let mut out = String::from(
        "# A review of one State. Proposed by lacuna from the texts: correct it, above all status, dates and translations.\n",
    );
    let _ = writeln!(out, "schema: 1\nrole: reviewer # or state-under-review, drafter, secretariat");
    let _ = writeln!(
        out,
        "state: {{country: {}, name: {}}}",
        country.as_deref().unwrap_or("XX"),
        quoted("name of the State")
    );
    out.push_str("language: en # of the documents\n");
    out.push_str("# clusters: [criminalization] # all without it\n");
    out.push_str("# facts: {nationals-not-extradited: true, acts-at-sea: false}\n");
    out.push_str("# not-supplied: [Extradition Act]\n");
    out.push_str("laws:\n");
    for (path, act) in &read {
        let meta = &act.source.meta;
        let _ = writeln!(out, "  - file: {}", quoted(&relative(path, folder)));
        let _ = writeln!(out, "    title: {}", quoted(&crate::report::clean(&act.title)));
        let _ = writeln!(out, "    language: {}", act.source.language);
        let stated = meta.status.as_deref().filter(|it| STATUSES.contains(it));
        let status = stated.unwrap_or("in-force");
        let _ = writeln!(
            out,
            "    status: {status}{}",
            if meta.status.is_some() { "" } else { " # not stated by the text" }
        );
        let mut date = |name: &str, value: &Option<String>| {
            if let Some(value) = value.as_ref().filter(|it| super::dossier::is_date(it)) {
                let _ = writeln!(out, "    {name}: {value}");
            }
        };
        date("date", &meta.date);
        date("as-at", &meta.as_at);
        if status == "in-force" {
            out.push_str("    # in-force-since: 2031-01-01\n");
        }
        let twin = read.iter().find(|(other, it)| {
            it.source.language != act.source.language
                && stem(other, &it.source.language) == stem(path, &act.source.language)
        });
        if let Some((other, _)) = twin {
            let of = quoted(&relative(other, folder));
            let _ = writeln!(
                out,
                "    # translation: {{of: {of}, kind: unofficial}} # if this is the translation"
            );
        }
    }
    Ok(out)
}

/// Texts of a folder, in the order of their names; a file that is named is taken whatever its ending.
fn walk(path: &Path, files: &mut Vec<PathBuf>, depth: usize, is_named: bool) -> Result<()> {
    let unreadable = |cause| Error::Read { path: path.display().to_string(), cause };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or("").to_lowercase();
        if (is_named || ENDINGS.contains(&ending.as_str())) && files.len() < MOST {
            files.push(path.to_owned());
        }
        return Ok(());
    }
    if depth >= DEEPEST {
        return Ok(());
    }
    let mut inner = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        inner.push(entry.map_err(unreadable)?.path());
    }
    inner.sort();
    let shows = |it: &&PathBuf| it.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'));
    inner.iter().filter(shows).try_for_each(|it| walk(it, files, depth + 1, false))
}

/// The name of a file without its ending and language.
fn stem(path: &Path, language: &str) -> String {
    let stem = path.file_stem().map_or_else(String::new, |it| it.to_string_lossy().to_lowercase());
    let cut = |mark: char| stem.strip_suffix(&format!("{mark}{language}")).map(str::to_owned);
    let cut = cut('.').or_else(|| cut('-')).or_else(|| cut('_'));
    cut.unwrap_or(stem)
}

/// From a folder to a file, with forward slashes.
fn relative(path: &Path, folder: &Path) -> String {
    let real = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    };
    let (file, base) = (real(path), real(folder));
    let (file, base): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (file.components().collect(), base.components().collect());
    let same = file.iter().zip(&base).take_while(|(a, b)| a == b).count();
    let up = base[same..].iter().map(|_| "..".to_owned());
    let down = file[same..].iter().map(|it| it.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
