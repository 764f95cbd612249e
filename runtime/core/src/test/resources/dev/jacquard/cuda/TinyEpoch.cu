// The persistent kernel of Tiny, which nobody runs.
