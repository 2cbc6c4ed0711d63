//! A rule file as a tree of values that know where they stand, so that every fault can point at its words.
//!
//! YAML itself is read by `serde_yaml`, which bounds depth, size and aliases.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, MergeKeyPolicy, Spanned};

use crate::error::{Place, RuleFault};
use crate::span::{LineIndex, Span};

/// A rule file: its name for messages and its text.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// As faults name it: `built-in:lexicons/en.yaml` or the path as the user gave it.
    pub name: String,
    pub text: String,
    lines: LineIndex,
}

/// A value with the bytes at which it is written.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub at: Span,
    pub value: Value,
}

/// What YAML can say. Scalars stay as written: `012`, `no` and `1.0` are words here.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Document {
    /// Larger files are no rules.
    const MAX_BYTES: usize = 4 << 20;

    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Self { name: name.into(), text, lines }
    }

    /// The tree of the file; repeated keys are kept, for the reader to tell.
    pub(super) fn parse(&self) -> Result<Node, RuleFault> {
        if self.text.len() > Self::MAX_BYTES {
            return Err(self.fault(Span::default(), "the file is larger than 4 MiB", "split it"));
        }
        let options = serde_yaml::options! {
            duplicate_keys: DuplicateKeyPolicy::PassThrough,
            merge_keys: MergeKeyPolicy::Error,
            with_snippet: false,
        };
        match serde_yaml::from_str_with_options::<Spanned<Raw>>(&self.text, options) {
            Ok(raw) => Ok(self.node(raw)),
            Err(error) => {
                let (line, column) =
                    error.location().map_or((1, 1), |at| (at.line() as u32, at.column() as u32));
                let message = error.without_snippet().to_string();
                let message = message.lines().next().unwrap_or_default();
                let message = message.split(" at line ").next().unwrap_or_default().trim_end_matches('.');
                Err(self.fault_on(line.max(1), column.max(1), 1, format!("not YAML: {message}"), ""))
            }
        }
    }

    fn node(&self, raw: Spanned<Raw>) -> Node {
        let span = raw.defined.span();
        let start = self.border(span.byte_offset().unwrap_or(0));
        let end = self.border(span.byte_offset().unwrap_or(0) + span.byte_len().unwrap_or(0)).max(start);
        let at = Span::new(start, end);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Text(text) => Value::Scalar(text),
            Raw::Resolved => Value::Scalar(at.of(&self.text).trim().to_owned()),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => Value::Map(
                entries.into_iter().map(|(key, value)| (self.node(key), self.node(value))).collect(),
            ),
        };
        Node { at, value }
    }

    fn border(&self, offset: u64) -> usize {
        self.text.floor_char_boundary(offset as usize)
    }

    /// A fault at the first line of a value.
    pub fn fault(&self, at: Span, message: impl Into<String>, help: impl Into<String>) -> RuleFault {
        let words = at.of(&self.text).lines().next().unwrap_or_default().trim_end();
        self.fault_at(at.start as usize, words.chars().count(), message, help)
    }

    /// A fault inside a scalar, `offset` and `width` in characters of its value. Exact where the value is
    /// written on one line without escapes; else the whole scalar is shown.
    pub fn fault_in(
        &self,
        at: Span,
        value: &str,
        offset: usize,
        width: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> RuleFault {
        let written = at.of(&self.text);
        let Some(lead) = written.find(value).filter(|_| !value.is_empty() && !value.contains('\n')) else {
            return self.fault(at, message, help);
        };
        let inner = value.char_indices().nth(offset).map_or(value.len(), |(byte, _)| byte);
        self.fault_at(at.start as usize + lead + inner, width, message, help)
    }

    fn fault_at(
        &self,
        offset: usize,
        width: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> RuleFault {
        let (line, column) = self.lines.position(&self.text, offset as u32);
        self.fault_on(line, column, width, message, help)
    }

    fn fault_on(
        &self,
        line: u32,
        column: u32,
        width: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> RuleFault {
        // Tabs become spaces, so that the caret stands under its word.
        let excerpt = self.lines.text(&self.text, line).replace('\t', " ");
        let rest = (excerpt.chars().count() + 1).saturating_sub(column as usize).max(1);
        let width = width.clamp(1, rest) as u32;
        let place = Place { file: self.name.clone(), at: Some((line, column)), excerpt, width };
        RuleFault { place, message: message.into(), help: help.into() }
    }
}

/// A value as YAML gives it.
enum Raw {
    Null,
    Text(String),
    /// A number or truth value, whose words are taken from the file.
    Resolved,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RawVisitor;
        impl<'de> Visitor<'de> for RawVisitor {
            type Value = Raw;

            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a value")
            }
            fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_none<E: de::Error>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
                Raw::deserialize(deserializer)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }
            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Raw, E> {
                Ok(Raw::Resolved)
            }
            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Resolved)
            }
            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Resolved)
            }
            fn visit_i128<E: de::Error>(self, _: i128) -> Result<Raw, E> {
                Ok(Raw::Resolved)
            }
            fn visit_u128<E: de::Error>(self, _: u128) -> Result<Raw, E> {
                Ok(Raw::Resolved)
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Resolved)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Raw::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Map(entries))
            }
        }
        deserializer.deserialize_any(RawVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, Value, Span)> {
        let Value::Map(entries) = Document::new("t", text).parse().unwrap().value else { panic!("no map") };
        let name = |node: &Node| node.at.of(text).to_owned();
        entries.into_iter().map(|(key, value)| (name(&key), value.value, value.at)).collect()
    }

    #[test]
    fn scalars_stay_as_written() {
        let values = values("a: 1.0\nb: no\nc: 012\nd: \"yes\"\ne: true\n");
        let words: Vec<_> = values
            .iter()
            .map(|(_, value, _)| match value {
                Value::Scalar(text) => text.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(words, ["1.0", "no", "012", "yes", "true"]);
    }

    #[test]
    fn nothing_is_null_and_repeated_keys_are_kept() {
        let values = values("a: ~\nb:\na: x\n");
        assert!(matches!(values[0].1, Value::Null) && matches!(values[1].1, Value::Null));
        assert_eq!(values[2].0, "a");
    }

    #[test]
    fn a_fault_in_a_scalar_points_at_its_character() {
        let text = "a: plain words\nb: \"é quoted\"\nc: >-\n  one\n  two\n";
        let document = Document::new("t", text);
        let values = values(text);
        let place = |index: usize, value: &str, offset| {
            document.fault_in(values[index].2, value, offset, 3, "m", "").place.at
        };
        assert_eq!(place(0, "plain words", 6), Some((1, 10)));
        assert_eq!(place(1, "é quoted", 2), Some((2, 7)));
        assert_eq!(place(2, "one two", 4), Some((4, 3)), "a folded scalar is shown from its start");
    }

    #[test]
    fn what_is_no_yaml_is_told_where_it_breaks() {
        let fault = Document::new("t", "a: x\nb: c: d\n").parse().unwrap_err();
        assert_eq!(fault.place.at, Some((2, 5)));
        assert!(fault.message.starts_with("not YAML: "), "{}", fault.message);
        let bomb = format!("a: &a [x]\n{}", "b: [*a, *a]\n".repeat(3));
        assert!(Document::new("t", bomb).parse().is_ok(), "few aliases are fine");
        assert!(Document::new("t", "[".repeat(100_000)).parse().is_err());
    }
}
