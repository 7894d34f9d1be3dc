package io.dukou.audit;

/**
 * A log as found on opening, all of it published.
 *
 * @param checkpoint the newest checkpoint
 * @param tree the right edge of the tree
 * @param tiles the unfinished tiles
 * @param chains the newest entry of each recipient
 * @param domestic the domestic store
 */
record RecoveredLog(
    Checkpoint checkpoint,
    EdgeTree tree,
    TileEdge tiles,
    RecipientChains chains,
    DomesticStore domestic) {}
