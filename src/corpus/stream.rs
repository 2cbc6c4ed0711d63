//! Acts as JSON Lines, assessed in their order: a stage between other programs.

use std::io::{BufRead, Write};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::documents::Document;
use super::reading::{Desk, Options, Read, told};
use super::record::{About, Reading, Record};
use super::tables::named;
use crate::checklist::Rules;
use crate::error::{Error, Result};
use crate::source::Metadata;

/// An act, as a line on standard input. Either `text` or `base64`, the bytes of a file of any format.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StreamedAct {
    /// Given back as it came.
    pub id: Value,
    pub path: Option<String>,
    pub title: Option<String>,
    pub language: Option<String>,
    pub country: Option<String>,
    pub territory: Option<String>,
    pub text: Option<String>,
    pub base64: Option<String>,
}

/// What a line on standard output says of it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct StreamedResult {
    /// Of the line that it answers; null where that had none.
    pub id: Value,
    /// Number of that line, from 1.
    pub line: u64,
    pub path: String,
    pub reading: String,
    /// Why it was not read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    pub sha256: String,
    /// What was located, in checklist order.
    pub located: Vec<StreamedFinding>,
}

/// An obligation for which something was located; with statuses, every obligation.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct StreamedFinding {
    pub obligation: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub consequence: String,
    pub evidence: Vec<StreamedEvidence>,
}

/// Words that bear on it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct StreamedEvidence {
    pub label: String,
    pub eid: String,
    pub line: u32,
    pub quote: String,
    pub via: String,
    pub elements: Vec<String>,
}

/// Lines and bytes read before they are answered: the bound of memory.
const LINES: usize = 64;
const BYTES: usize = 16 << 20;

/// Answers each line, in order; gives how many there were and how many were not read.
///
/// # Errors
/// The streams fail. A bad line is a result with its error.
pub fn stream(
    mut input: impl BufRead,
    mut output: impl Write,
    rules: &Rules,
    options: &Options,
) -> Result<(u64, u64)> {
    let desk = Desk::new(rules, options);
    let (mut lines, mut unread) = (0, 0);
    let longest = options.reader.limits.size.saturating_mul(2);
    loop {
        let chunk =
            chunk(&mut input, longest).map_err(|cause| Error::Read { path: "<stdin>".into(), cause })?;
        if chunk.is_empty() {
            return Ok((lines, unread));
        }
        let answers: Vec<(bool, Vec<u8>)> = chunk
            .par_iter()
            .enumerate()
            .filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace))
            .map(|(at, line)| {
                let answer = answer(line, lines + at as u64 + 1, &desk, options, longest);
                let bytes = serde_json::to_vec(&answer).unwrap_or_default();
                (answer.reading == Reading::Unread.name(), bytes)
            })
            .collect();
        lines += chunk.len() as u64;
        for (failed, bytes) in answers {
            unread += u64::from(failed);
            let written = output.write_all(&bytes).and_then(|()| output.write_all(b"\n"));
            written.map_err(|cause| Error::Write { path: "<stdout>".into(), cause })?;
        }
        output.flush().map_err(|cause| Error::Write { path: "<stdout>".into(), cause })?;
    }
}

/// The next lines; of one that is too long, as much as tells so.
fn chunk(input: &mut impl BufRead, longest: u64) -> std::io::Result<Vec<Vec<u8>>> {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    while chunk.len() < LINES && bytes < BYTES {
        let mut line = Vec::new();
        std::io::Read::take(&mut *input, longest + 1).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            break;
        }
        if line.len() as u64 > longest && line.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
        }
        bytes += line.len();
        chunk.push(line);
    }
    Ok(chunk)
}

fn answer(line: &[u8], number: u64, desk: &Desk, options: &Options, longest: u64) -> StreamedResult {
    let failed = |id: Value, path: String, error: String| {
        let record = Record::bare(path, String::new(), Reading::Unread, About::default());
        result(id, number, Record { error, ..record })
    };
    if line.len() as u64 > longest {
        return failed(Value::Null, String::new(), "the line is longer than --limit-size allows".into());
    }
    let act: StreamedAct = match serde_json::from_slice(line) {
        Ok(act) => act,
        Err(fault) => {
            // The id is given back where it can be had.
            let id = serde_json::from_slice::<Value>(line).ok().and_then(|it| it.get("id").cloned());
            return failed(id.unwrap_or_default(), String::new(), format!("the line is no act: {fault}"));
        }
    };
    let path = act.path.clone().unwrap_or_else(|| match &act.id {
        Value::String(id) => id.clone(),
        Value::Null => format!("line {number}"),
        id => id.to_string(),
    });
    let bytes = match (act.text, act.base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(encoded)) => match base64(&encoded) {
            Some(bytes) => bytes,
            None => return failed(act.id, path, "`base64` is not base64".into()),
        },
        _ => return failed(act.id, path, "give either `text` or `base64`".into()),
    };
    let about = Metadata {
        title: act.title,
        language: act.language,
        country: act.country,
        territory: act.territory,
        ..Metadata::default()
    };
    let document = Document { name: path.clone(), bytes: Ok(bytes) };
    let record = match desk.read_as(document, &about.or(options.about.clone())) {
        Ok(Read::Aside(source)) => Record::set_aside(path, &source),
        Ok(Read::Assessed(read)) => Record::assessed(path, &read.0, &read.1, options.statuses),
        Err(error) => return failed(act.id, path, told(&error)),
    };
    result(act.id, number, record)
}

fn result(id: Value, line: u64, record: Record) -> StreamedResult {
    let read = record.reading != Reading::Unread;
    let about = record.about;
    let finding = |it: super::record::Located| {
        let (status, consequence) =
            it.graded.map(|it| (named(it.status), named(it.consequence))).unwrap_or_default();
        let evidence = it.evidence.into_iter().map(|it| StreamedEvidence {
            label: it.label,
            eid: it.eid,
            line: it.line,
            quote: it.quote,
            via: named(it.via),
            elements: it.elements,
        });
        StreamedFinding { obligation: it.obligation, status, consequence, evidence: evidence.collect() }
    };
    let told = record.findings.into_iter().filter(|it| !it.evidence.is_empty() || it.graded.is_some());
    StreamedResult {
        id,
        line,
        path: record.path,
        reading: record.reading.name().into(),
        error: record.error,
        title: read.then_some(about.title),
        language: read.then_some(about.language),
        country: about.country,
        territory: about.territory,
        level: about.level,
        sha256: record.sha256,
        located: told.map(finding).collect(),
    }
}

/// Bytes of base64, with or without padding; line ends are passed over.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut figures) = (0_u32, 0);
    for byte in
        text.trim_end_matches(['=', '\n', '\r', ' ']).bytes().filter(|byte| !byte.is_ascii_whitespace())
    {
        let figure = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        group = group << 6 | u32::from(figure);
        figures += 1;
        if figures == 4 {
            bytes.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, figures) = (0, 0);
        }
    }
    match figures {
        0 => {}
        2 => bytes.push((group >> 4) as u8),
        3 => bytes.extend_from_slice(&((group >> 2) as u16).to_be_bytes()),
        _ => return None,
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_read() {
        for (encoded, plain) in [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob")]
        {
            assert_eq!(base64(encoded).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(base64("Z"), None);
        assert_eq!(base64("Zg!="), None);
    }
}
