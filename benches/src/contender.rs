//! Who competes in a benchmark.

use std::time::Instant;

use tokio::runtime::{Builder, Runtime};

use crate::cpu;

/// One way of doing the operation that a benchmark measures.
pub(crate) trait Contender {
    /// As it stands in the table: the client, and the runtime that it ran on.
    fn name(&self) -> String;

    /// Does the operation `times` times, one after the other.
    fn work(&mut self, times: u32);

    /// How many operations a turn of `times` consists of; more when several threads do them at once.
    fn operations(&self, times: u32) -> u32 {
        times
    }

    /// Does it and says what an operation cost: nanoseconds of this process's CPU, unless the contender knows better.
    fn turn(&mut self, times: u32) -> f64 {
        cpu::per_operation(self.operations(times), || self.work(times))
    }
}

/// A contender that is judged by the time on the wall.
pub(crate) struct Wall<C> {
    name: &'static str,
    contender: C,
}

impl<C: Contender> Wall<C> {
    pub(crate) fn new(name: &'static str, contender: C) -> Self {
        Self { name, contender }
    }
}

impl<C: Contender> Contender for Wall<C> {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn work(&mut self, times: u32) {
        self.contender.work(times);
    }

    fn turn(&mut self, times: u32) -> f64 {
        let begun = Instant::now();
        self.work(times);
        begun.elapsed().as_secs_f64() * 1e9 / f64::from(times)
    }
}

/// A contender made of a name and a closure.
pub(crate) struct Blocking<F> {
    name: &'static str,
    operation: F,
}

impl<F: FnMut()> Blocking<F> {
    pub(crate) fn boxed<'a>(name: &'static str, operation: F) -> Box<dyn Contender + 'a>
    where
        F: 'a,
    {
        Box::new(Self { name, operation })
    }
}

impl<F: FnMut()> Contender for Blocking<F> {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn work(&mut self, times: u32) {
        (0..times).for_each(|_| (self.operation)());
    }
}

/// The runtimes that an async client is measured on. In a sequential call the hand-over between the threads of a
/// multi-threaded one is a good part of the cost, so a figure without its runtime says little.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flavour {
    CurrentThread,
    MultiThread,
}

impl Flavour {
    pub(crate) const ALL: [Self; 2] = [Self::CurrentThread, Self::MultiThread];

    pub(crate) fn runtime(self) -> Runtime {
        let mut builder = match self {
            Self::CurrentThread => Builder::new_current_thread(),
            Self::MultiThread => Builder::new_multi_thread(),
        };
        builder.enable_all().build().expect("a runtime can be built")
    }

    fn label(self) -> &'static str {
        match self {
            Self::CurrentThread => "current-thread",
            Self::MultiThread => "multi-thread",
        }
    }
}

/// A contender made of an async operation and the runtime that drives it.
pub(crate) struct Async<F> {
    name: &'static str,
    flavour: Flavour,
    runtime: Runtime,
    operation: F,
}

impl<F: AsyncFn()> Async<F> {
    pub(crate) fn boxed<'a>(name: &'static str, flavour: Flavour, operation: F) -> Box<dyn Contender + 'a>
    where
        F: 'a,
    {
        Box::new(Self { name, flavour, runtime: flavour.runtime(), operation })
    }
}

impl<F: AsyncFn()> Contender for Async<F> {
    fn name(&self) -> String {
        format!("{}, {}", self.name, self.flavour.label())
    }

    fn work(&mut self, times: u32) {
        self.runtime.block_on(async {
            for _ in 0..times {
                (self.operation)().await;
            }
        });
    }
}
