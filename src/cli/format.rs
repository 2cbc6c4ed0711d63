//! The forms that results have. Each command names those it can write; they mean the same in all.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use lacuna::report::{self, Record};

/// A form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading here.
    Terminal,
    /// For programs; the folder schemas/ describes it.
    Json,
    /// For documents.
    Md,
    /// One page for reading, passing on and printing, with the text beside what is told of it.
    Html,
    /// For Word. Of one Word file: the file itself with comments at the words; of other texts: a report.
    Docx,
    /// Typeset. Only in a program built with the feature `pdf`.
    Pdf,
    /// A row for each entry.
    Csv,
    /// A workbook.
    Xlsx,
    /// The dossier.yaml of a review, for a person to complete.
    Dossier,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// JUnit's XML, for test reports: an obligation is a test.
    Junit,
    /// Annotations beside the lines of a change on GitHub.
    Github,
}

/// Reads one of the formats that a command can write.
pub(super) fn among(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    let values = formats.iter().filter_map(ValueEnum::to_possible_value);
    PossibleValuesParser::new(values).try_map(|name| Format::from_str(&name, false))
}

impl Format {
    /// The looks of a report; none for forms that have none.
    pub(super) fn looks(self) -> Option<report::Format> {
        match self {
            Format::Terminal => Some(report::Format::Terminal),
            Format::Json => Some(report::Format::Json),
            Format::Md => Some(report::Format::Markdown),
            Format::Html => Some(report::Format::Html),
            _ => None,
        }
    }

    /// The form that a tool reads; none for what people read.
    pub(super) fn record(self) -> Option<Record> {
        match self {
            Format::Csv => Some(Record::Csv),
            Format::Sarif => Some(Record::Sarif),
            Format::Junit => Some(Record::Junit),
            Format::Github => Some(Record::Github),
            _ => None,
        }
    }
}
