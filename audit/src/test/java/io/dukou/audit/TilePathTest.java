package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples from c2sp.org/tlog-tiles, "Merkle Tree" and "Partial Tiles". */
final class TilePathTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "1, 1234067, 256, tile/1/x001/x234/067",
    "0, 273, 112, tile/0/273.p/112",
    "2, 0, 1, tile/2/000.p/1",
    "0, 999, 256, tile/0/999",
    "0, 1000, 256, tile/0/x001/000",
    "63, 1000000, 255, tile/63/x001/x000/000.p/255",
  })
  void a_tile_has_the_path_of_the_specification(int level, long number, int width, String path) {
    assertThat(TilePath.hashes(level, number, width)).isEqualTo(path);
  }

  @Test
  void a_bundle_has_the_path_of_the_specification() {
    assertThat(TilePath.entries(1234067, 256)).isEqualTo("tile/entries/x001/x234/067");
    assertThat(TilePath.entries(0, 5)).isEqualTo("tile/entries/000.p/5");
  }

  @ParameterizedTest
  @CsvSource({
    "70000, 0, 272, 256",
    "70000, 0, 273, 112",
    "70000, 0, 274, 0",
    "70000, 1, 0, 256",
    "70000, 1, 1, 17",
    "70000, 2, 0, 1",
    "70000, 3, 0, 0",
    "256, 0, 0, 256",
    "256, 1, 0, 1",
    "0, 0, 0, 0",
    "9223372036854775807, 7, 0, 127",
    "9223372036854775807, 8, 0, 0",
  })
  void a_tile_is_as_wide_as_the_tree_allows(long size, int level, long number, int width) {
    assertThat(TilePath.width(level, number, size)).isEqualTo(width);
  }
}
