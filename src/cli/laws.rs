//! The texts of a command, read as one State's law.

use std::sync::Arc;

use lacuna::error::Error;
use lacuna::source::{Limits, Metadata, Reader, Source, Tracked};
use lacuna::structure::{Act, outline, traditions};

use super::config::Config;
use super::{Failure, Result};

/// What may be said of the texts on the command line. It wins over what they say of themselves.
#[derive(Debug, Default, clap::Args)]
pub(super) struct About {
    /// Language of the texts, as a two-letter code. Recognized from the words where nobody states it.
    #[arg(long, value_name = "xx")]
    pub(super) language: Option<String>,
    /// State whose law it is, as a two-letter code (XA to XZ are free for invented States).
    #[arg(long, value_name = "XX")]
    pub(super) country: Option<String>,
    /// What else is known of the texts: title, territory, level, date, as-at, status, source, tradition,
    /// translation.of, translation.kind, translation.by, translation.date. May be given again. `NAME.yaml` beside
    /// a text may say the same.
    #[arg(long = "meta", value_name = "FIELD=VALUE", value_parser = field)]
    meta: Vec<(String, String)>,
    /// Read a Word file as if all tracked changes were rejected. They are read as accepted otherwise.
    #[arg(long)]
    pub(super) reject_changes: bool,
    /// Largest file that is read, in MB [default: 256].
    #[arg(long, value_name = "MB", hide_short_help = true)]
    pub(super) limit_size: Option<u64>,
    /// Most that a Word file may unpack to, in MB [default: 256].
    #[arg(long, value_name = "MB", hide_short_help = true)]
    pub(super) limit_expanded: Option<u64>,
    /// Memory of the reader of Word, PDF, HTML and XML files, in MB [default: 2048].
    #[arg(long, value_name = "MB", hide_short_help = true)]
    pub(super) limit_memory: Option<u64>,
    /// Seconds that reading such a file may take [default: 30].
    #[arg(long, value_name = "S", hide_short_help = true)]
    pub(super) limit_seconds: Option<u64>,
    /// How the law is divided, numbered and cited (`spanish`, `german`, …). Told by the text itself where nobody states it.
    #[arg(long, value_name = "NAME")]
    pub(super) tradition: Option<String>,
    /// What holds where neither the command line nor the text says anything.
    #[arg(skip)]
    usual: Metadata,
}

impl About {
    /// Takes from `lacuna.toml` what the command line does not say.
    pub(super) fn fill(&mut self, config: &Config) {
        self.usual = Metadata {
            language: config.text("language").map(|code| code.to_lowercase()),
            country: config.text("country").map(|code| code.to_uppercase()),
            tradition: config.text("tradition"),
            ..Metadata::default()
        };
        self.reject_changes |= config.flag("reject-changes");
        let limits = [
            (&mut self.limit_size, "limits.size"),
            (&mut self.limit_expanded, "limits.expanded"),
            (&mut self.limit_memory, "limits.memory"),
            (&mut self.limit_seconds, "limits.seconds"),
        ];
        for (limit, key) in limits {
            *limit = limit.or(config.number(key));
        }
    }

    /// The language in which the texts surely are, for what can be made ready before they are read.
    pub(super) fn likely_language(&self) -> String {
        let stated = self.language.as_ref().or(self.usual.language.as_ref());
        stated.map_or_else(|| "en".to_owned(), |code| code.to_lowercase())
    }

    pub(super) fn reader(&self) -> Reader {
        const MB: u64 = 1024 * 1024;
        let usual = Limits::default();
        Reader {
            limits: Limits {
                size: self.limit_size.map_or(usual.size, |mb| mb.saturating_mul(MB)),
                expanded: self.limit_expanded.map_or(usual.expanded, |mb| mb.saturating_mul(MB)),
                memory: self.limit_memory.map_or(usual.memory, |mb| mb.saturating_mul(MB)),
                seconds: self.limit_seconds.unwrap_or(usual.seconds),
            },
            tracked: if self.reject_changes { Tracked::Rejected } else { Tracked::Accepted },
            program: std::env::current_exe().ok(),
        }
    }

    pub(super) fn metadata(&self) -> Metadata {
        let mut meta = Metadata::default();
        for (name, value) in &self.meta {
            // Read before, one by one.
            let _ = meta.set(name, value);
        }
        Metadata {
            language: self.language.as_ref().map(|code| code.to_lowercase()).or(meta.language),
            country: self.country.as_ref().map(|code| code.to_uppercase()).or(meta.country),
            tradition: self.tradition.clone().or(meta.tradition),
            ..meta
        }
    }
}

/// Reads `status=bill`.
fn field(text: &str) -> std::result::Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write FIELD=VALUE, such as status=bill")?;
    let read = Metadata::default().set(name, value);
    read.map(|()| (name.to_owned(), value.to_owned())).map_err(|(message, help)| format!("{message}; {help}"))
}

/// Reads every text, or tells of all that cannot be read.
pub(super) fn read(paths: &[String], about: &About) -> Result<Vec<Act>> {
    if let Some(name) = about.metadata().tradition.as_ref().or(about.usual.tradition.as_ref())
        && !traditions().contains(&name.as_str())
    {
        let help = format!("give one of {}", traditions().join(", "));
        return Err(Error::request(format!("no tradition is called `{name}`"), help).into());
    }
    let mut acts = Vec::new();
    let mut errors = Vec::new();
    if paths.iter().filter(|path| *path == "-").count() > 1 {
        return Err(Error::request("standard input can be read once only", "give `-` once").into());
    }
    for path in paths {
        match source(path, about) {
            Ok(source) => acts.push(outline(source)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(acts) } else { Err(Failure(errors)) }
}

/// Reads one text. Flags win over its front matter, that over what is usual in its folder.
pub(super) fn source(path: &str, about: &About) -> lacuna::error::Result<Arc<Source>> {
    let mut source = Source::read_with(path, &about.metadata(), &about.reader())?;
    let usual = about.usual.clone();
    let read = Arc::make_mut(&mut source);
    if let (Some(language), true) = (usual.language, read.language_recognized) {
        read.meta.language = Some(language.clone());
        (read.language, read.language_recognized) = (language, false);
    }
    read.meta.country = read.meta.country.take().or(usual.country);
    read.meta.tradition = read.meta.tradition.take().or(usual.tradition);
    Ok(source)
}
