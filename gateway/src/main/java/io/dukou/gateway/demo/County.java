package io.dukou.gateway.demo;

import java.util.List;

/**
 * A county-level division: its six-digit code of GB/T 2260 and the address text that people write.
 *
 * @param code six digits: province, prefecture, county
 * @param name province, city and county as one string
 */
record County(String code, String name) {

  /** Counties of Hainan, where most subjects of a Lecheng study live. */
  static final List<County> HAINAN =
      List.of(
          new County("460105", "海南省海口市秀英区"),
          new County("460106", "海南省海口市龙华区"),
          new County("460107", "海南省海口市琼山区"),
          new County("460108", "海南省海口市美兰区"),
          new County("460202", "海南省三亚市海棠区"),
          new County("460203", "海南省三亚市吉阳区"),
          new County("460204", "海南省三亚市天涯区"),
          new County("460205", "海南省三亚市崖州区"),
          new County("469001", "海南省五指山市"),
          new County("469002", "海南省琼海市"),
          new County("469005", "海南省文昌市"),
          new County("469006", "海南省万宁市"),
          new County("469007", "海南省东方市"),
          new County("469021", "海南省定安县"),
          new County("469022", "海南省屯昌县"),
          new County("469023", "海南省澄迈县"),
          new County("469024", "海南省临高县"));

  /** Counties elsewhere: medical travellers come to the pilot zone from all over the country. */
  static final List<County> MAINLAND =
      List.of(
          new County("110101", "北京市东城区"),
          new County("110105", "北京市朝阳区"),
          new County("310101", "上海市黄浦区"),
          new County("310115", "上海市浦东新区"),
          new County("420106", "湖北省武汉市武昌区"),
          new County("430102", "湖南省长沙市芙蓉区"),
          new County("440103", "广东省广州市荔湾区"),
          new County("440106", "广东省广州市天河区"),
          new County("510104", "四川省成都市锦江区"));
}
