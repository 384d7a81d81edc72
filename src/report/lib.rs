//! The numbers, and the formats they are given out in.
