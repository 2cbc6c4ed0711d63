//! `lacuna.toml`: what holds for the texts of a folder, so that nobody types it again. Flags say otherwise for one run.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use lacuna::checklist::did_you_mean;
use lacuna::error::{Error, Place, RuleFault};
use lacuna::span::LineIndex;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::cli::Result;

/// The name of the file.
pub(crate) const NAME: &str = "lacuna.toml";
/// Larger files are no settings.
const LARGEST: u64 = 1 << 20;

/// What a key holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Text(String),
    List(Vec<String>),
    Flag(bool),
    Number(u64),
}

/// A kind of value, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// A text that names a file or folder, from the folder of `lacuna.toml`.
    Path,
    List,
    Flag,
    Number,
}

/// The keys that there are, as they are written: `limits.size` stands under `[limits]`. Facts are free names.
pub(crate) const KEYS: [(&str, Kind); 18] = [
    ("language", Kind::Text),
    ("country", Kind::Text),
    ("tradition", Kind::Text),
    ("reject-changes", Kind::Flag),
    ("rules", Kind::Path),
    ("checklists", Kind::List),
    ("report-language", Kind::Text),
    ("templates", Kind::Path),
    ("classification", Kind::Text),
    ("without-text", Kind::Flag),
    ("full", Kind::Flag),
    ("baseline", Kind::Path),
    ("fail-on", Kind::Text),
    ("limits.size", Kind::Number),
    ("limits.expanded", Kind::Number),
    ("limits.memory", Kind::Number),
    ("limits.seconds", Kind::Number),
    ("facts", Kind::Flag),
];

/// A `lacuna.toml`; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    /// As found.
    pub(crate) path: Option<PathBuf>,
    /// Key → value and the line on which it stands; `facts.NAME` for facts.
    pub(crate) entries: BTreeMap<String, (Held, u32)>,
}

impl Config {
    /// The file that holds for a text: in its folder or the nearest above. Without a text, from here.
    ///
    /// # Errors
    /// It cannot be read, or has faults: all of them.
    pub(crate) fn find(file: Option<&str>) -> Result<Config> {
        let start = match file.filter(|file| *file != "-").map(Path::new) {
            Some(file) if file.is_dir() => file.to_owned(),
            Some(file) => file.parent().unwrap_or(Path::new("")).to_owned(),
            None => PathBuf::new(),
        };
        let start = if start.as_os_str().is_empty() { PathBuf::from(".") } else { start };
        // A folder that is not there is told when the text is read.
        let Ok(start) = fs::canonicalize(start) else { return Ok(Config::default()) };
        let found = start.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file());
        found.map_or_else(|| Ok(Config::default()), Config::read)
    }

    fn read(path: PathBuf) -> Result<Config> {
        let name = shown(&path);
        let unreadable = |cause| Error::Read { path: name.clone(), cause };
        if fs::metadata(&path).map_err(unreadable)?.len() > LARGEST {
            return Err(
                Error::request(format!("{name} is larger than 1 MB"), "it holds settings only").into()
            );
        }
        let text = fs::read_to_string(&path).map_err(unreadable)?;
        let mut config = Config { path: Some(path), ..Config::default() };
        let mut faults = Vec::new();
        let reader = Reader { name: &name, text: &text, lines: LineIndex::new(&text) };
        match DeTable::parse(&text) {
            Ok(table) => reader.table("", table.get_ref(), &mut config.entries, &mut faults),
            Err(error) => faults.push(reader.fault(error.span(), error.message().to_owned(), String::new())),
        }
        if faults.is_empty() { Ok(config) } else { Err(Error::Rules(faults).into()) }
    }

    pub(crate) fn text(&self, key: &str) -> Option<String> {
        match self.entries.get(key) {
            Some((Held::Text(text), _)) => Some(text.clone()),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        matches!(self.entries.get(key), Some((Held::Flag(true), _)))
    }

    pub(crate) fn number(&self, key: &str) -> Option<u64> {
        match self.entries.get(key) {
            Some((Held::Number(number), _)) => Some(*number),
            _ => None,
        }
    }

    /// A path, from the folder of the file.
    pub(crate) fn place(&self, key: &str) -> Option<PathBuf> {
        self.text(key).map(|text| self.beside(&text))
    }

    /// A path that the file names.
    pub(crate) fn beside(&self, path: &str) -> PathBuf {
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        relative(&folder.join(path))
    }

    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        match self.entries.get(key) {
            Some((Held::List(list), _)) => list.clone(),
            _ => Vec::new(),
        }
    }

    /// The facts of the State, by name.
    pub(crate) fn facts(&self) -> impl Iterator<Item = (&str, bool)> {
        self.entries.iter().filter_map(|(key, (held, _))| match held {
            Held::Flag(holds) => Some((key.strip_prefix("facts.")?, *holds)),
            _ => None,
        })
    }

    /// `lacuna.toml:3`, from here.
    pub(crate) fn origin(&self, key: &str) -> Option<String> {
        let (_, line) = self.entries.get(key)?;
        Some(format!("{}:{line}", shown(self.path.as_deref()?)))
    }

    /// A value that does not fit, told at its line.
    pub(crate) fn fault(&self, key: &str, message: String, help: String) -> Error {
        let line = self.entries.get(key).map_or(1, |(_, line)| *line);
        let file = self.path.as_deref().map(shown).unwrap_or_default();
        let place = Place { file, at: Some((line, 1)), excerpt: String::new(), width: 1 };
        Error::Rules(vec![RuleFault { place, message, help }])
    }
}

struct Reader<'t> {
    name: &'t str,
    text: &'t str,
    lines: LineIndex,
}

impl Reader<'_> {
    fn fault(&self, at: Option<Range<usize>>, message: String, help: String) -> RuleFault {
        let at = at.unwrap_or(0..0);
        let start = self.text.floor_char_boundary(at.start);
        let end = self.text.floor_char_boundary(at.end).max(start);
        let (line, column) = self.lines.position(self.text, start as u32);
        let excerpt = self.lines.text(self.text, line).to_owned();
        let width = self.text[start..end].lines().next().map_or(1, |words| words.chars().count());
        let width = width.clamp(1, 80) as u32;
        RuleFault {
            place: Place { file: self.name.to_owned(), at: Some((line, column)), excerpt, width },
            message,
            help,
        }
    }

    /// Reads the keys of a table; `above` is `limits.` in `[limits]`.
    fn table(
        &self,
        above: &str,
        table: &DeTable<'_>,
        entries: &mut BTreeMap<String, (Held, u32)>,
        faults: &mut Vec<RuleFault>,
    ) {
        for (key, value) in table {
            let name = format!("{above}{}", key.get_ref());
            if above.is_empty() && matches!(name.as_str(), "limits" | "facts") {
                match value.get_ref() {
                    DeValue::Table(inner) => self.table(&format!("{name}."), inner, entries, faults),
                    _ => faults.push(self.fault(
                        Some(value.span()),
                        format!("`{name}` is a table"),
                        format!("write [{name}] and the keys below it"),
                    )),
                }
                continue;
            }
            let known = match above {
                "facts." => Some(Kind::Flag),
                _ => {
                    KEYS.iter().find(|(known, _)| *known == name && *known != "facts").map(|(_, kind)| *kind)
                }
            };
            let Some(kind) = known else {
                let near = did_you_mean(&name, KEYS.iter().map(|(known, _)| *known));
                faults.push(self.fault(Some(key.span()), format!("there is no setting `{name}`"), near));
                continue;
            };
            let line = self.lines.line(key.span().start as u32);
            match held(value, kind) {
                Some(held) => drop(entries.insert(name, (held, line))),
                None => {
                    let wanted = match kind {
                        Kind::Text | Kind::Path => "a text in quotation marks",
                        Kind::List => "a list of texts: [\"one\", \"two\"]",
                        Kind::Flag => "true or false",
                        Kind::Number => "a whole number",
                    };
                    faults.push(self.fault(
                        Some(value.span()),
                        format!("`{name}` is {wanted}"),
                        String::new(),
                    ));
                }
            }
        }
    }
}

fn held(value: &Spanned<DeValue<'_>>, kind: Kind) -> Option<Held> {
    match (value.get_ref(), kind) {
        (DeValue::String(text), Kind::Text | Kind::Path) => Some(Held::Text(text.to_string())),
        (DeValue::Boolean(flag), Kind::Flag) => Some(Held::Flag(*flag)),
        (DeValue::Integer(number), Kind::Number) => {
            u64::from_str_radix(number.as_str(), number.radix()).ok().map(Held::Number)
        }
        (DeValue::Array(items), Kind::List) => {
            let text = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            };
            items.iter().map(text).collect::<Option<Vec<_>>>().map(Held::List)
        }
        _ => None,
    }
}

/// A path as seen from here: no output tells where the user's folders lie.
fn relative(path: &Path) -> PathBuf {
    let Some(here) = std::env::current_dir().ok().and_then(|here| fs::canonicalize(here).ok()) else {
        return path.to_owned();
    };
    let common = path.components().zip(here.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return path.to_owned();
    }
    let up = here.components().skip(common).map(|_| Path::new(".."));
    let down = path.components().skip(common).map(|part| Path::new(part.as_os_str()));
    let found: PathBuf = up.chain(down).collect();
    if found.as_os_str().is_empty() { PathBuf::from(".") } else { found }
}

fn shown(path: &Path) -> String {
    relative(path).display().to_string()
}
