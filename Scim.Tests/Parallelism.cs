
// Tests of the connector wait more than they work. Those that are marked as parallelizable run so many at a time.
[assembly: LevelOfParallelism(4)]
