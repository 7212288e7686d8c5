//! Lines that wait for somebody to say what they were for.

pub mod parts;
