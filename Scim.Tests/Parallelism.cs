// Every fixture has a database of its own, or none, and many of them wait more than they work: they run side by side,
// but for those that say why they do not.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
