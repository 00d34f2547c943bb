//! What is logged: on this thread for one test, or by everyone for the whole program.

use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::Write as _;
use std::sync::{Arc, LazyLock, Mutex, Once};

pub(crate) use tracing::Level;
use tracing::dispatcher::{self, Dispatch};
use tracing::field::{Field, Visit};
use tracing::span;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::{LookupSpan, Registry};

/// The variable that names the file into which a process of the tests logs everything.
pub(super) const FILE: &str = "SPOTIFY_SDK_TEST_LOG";

/// An event, or a span that begins.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) level: Level,
    pub(crate) target: String,
    /// The name of the span that begins; of events the message is in the text.
    pub(crate) span: Option<&'static str>,
    /// The fields, `name=value` each, a space between.
    pub(crate) text: String,
    /// The fields of the spans around it, outermost first.
    pub(crate) around: Vec<String>,
}

impl Line {
    /// The value of a field.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.text.split(' ').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let space = if self.0.is_empty() { "" } else { " " };
        write!(self.0, "{space}{}={value:?}", field.name()).unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

/// Gives every event and every new span to `sink`.
struct Tap<F>(F);

impl<S, F> Layer<S> for Tap<F>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    F: Fn(Line) + 'static,
{
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, context: Context<'_, S>) {
        let mut text = Text(String::new());
        attributes.record(&mut text);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Text(text.0.clone()));
        }
        let metadata = attributes.metadata();
        (self.0)(Line {
            level: *metadata.level(),
            target: metadata.target().to_owned(),
            span: Some(metadata.name()),
            text: text.0,
            around: Vec::new(),
        });
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut text = Text(String::new());
        values.record(&mut text);
        if let Some(known) = span.extensions_mut().get_mut::<Text>() {
            write!(known.0, " {}", text.0).unwrap();
        }
        let metadata = span.metadata();
        (self.0)(Line {
            level: *metadata.level(),
            target: metadata.target().to_owned(),
            span: Some(metadata.name()),
            text: text.0,
            around: Vec::new(),
        });
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let around = context.event_scope(event).into_iter().flat_map(|scope| scope.from_root());
        let around = around.filter_map(|span| Some(span.extensions().get::<Text>()?.0.clone())).collect();
        let metadata = event.metadata();
        (self.0)(Line {
            level: *metadata.level(),
            target: metadata.target().to_owned(),
            span: None,
            text: text.0,
            around,
        });
    }
}

/// Runs `body`; what this thread logged meanwhile, at every level.
pub(crate) fn collect<T>(body: impl FnOnce() -> T) -> (T, Vec<Line>) {
    // While there is one subscriber only, tracing asks the thread that comes across a log statement first whether anyone
    // listens to it, and remembers the answer for all threads. So there are always two.
    static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Registry::default().with(Tap(drop))));
    LazyLock::force(&SECOND);
    let lines = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&lines);
    let subscriber = Registry::default().with(Tap(move |line| sink.lock().unwrap().push(line)));
    let result = dispatcher::with_default(&Dispatch::new(subscriber), body);
    let lines = lines.lock().unwrap().clone();
    (result, lines)
}

/// Lets all threads of this process log everything into the file that the variable names, from now on. Without it, nothing happens.
///
/// Also what libraries log by way of the `log` crate: reqwest and rustls do.
pub(crate) fn to_file_if_asked() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Some(path) = std::env::var_os(FILE) else { return };
        let file: &'static Mutex<File> = Box::leak(Box::new(Mutex::new(File::create(path).unwrap())));
        let sink = move |line: Line| {
            let Line { level, target, span, text, .. } = line;
            let text = format!("{level} {target} {} {text}\n", span.unwrap_or("-"));
            file.lock().unwrap().write_all(text.as_bytes()).unwrap();
        };
        dispatcher::set_global_default(Dispatch::new(Registry::default().with(Tap(sink)))).unwrap();
        ::log::set_logger(Box::leak(Box::new(Records(file)))).unwrap();
        ::log::set_max_level(::log::LevelFilter::Trace);
    });
}

struct Records(&'static Mutex<File>);

impl ::log::Log for Records {
    fn enabled(&self, _: &::log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &::log::Record<'_>) {
        let text = format!("{} {} - {}\n", record.level(), record.target(), record.args());
        self.0.lock().unwrap().write_all(text.as_bytes()).unwrap();
    }

    fn flush(&self) {}
}
