#include "support/packed.h"

#include <zlib.h>
#include <zstd.h>

#include <stdexcept>

namespace diallint::test {
namespace {

std::string deflated(std::string_view text, int window_bits) {
  z_stream stream{};
  constexpr int kMemory = 8;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, kMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("deflate() has failed");
  return out;
}

void put(std::string& out, std::uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xFF);
}

// A file as the headers say it.
struct Entry {
  const ZipFile& file;
  std::string data;
  std::uint64_t offset = 0;

  bool is_described() const {
    return file.way == ZipWay::kDescribed || file.way == ZipWay::kDescribedPlainly ||
           file.way == ZipWay::kLargeDescribed;
  }
  bool is_large() const {
    return file.way == ZipWay::kLarge || file.way == ZipWay::kLargeDescribed;
  }
  std::uint64_t checksum() const {
    return ::crc32_z(0, reinterpret_cast<const Bytef*>(file.text.data()), file.text.size());
  }
  // From the version that is needed to the length of the extra field.
  void put_middle(std::string& out, bool local, std::size_t extra) const {
    const bool later = local && is_described();
    put(out, is_large() ? 45 : 20, 2);
    put(out, file.flags | (is_described() ? 8U : 0U), 2);
    put(out, file.method != 0 ? file.method : file.way == ZipWay::kStored ? 0U : 8U, 2);
    put(out, 0x5A746000, 4);
    put(out, later ? 0 : checksum(), 4);
    put(out, is_large() ? 0xFFFFFFFF : later ? 0 : data.size(), 4);
    put(out, is_large() ? 0xFFFFFFFF : later ? 0 : file.text.size(), 4);
    put(out, file.name.size(), 2);
    put(out, extra, 2);
  }
  std::string extra(bool local) const {
    if (!is_large()) return {};
    std::string out;
    put(out, 0x5455, 2);  // another field stands before that of Zip64
    put(out, 1, 2);
    put(out, 0, 1);
    put(out, 1, 2);
    put(out, 16, 2);
    const bool later = local && is_described();
    put(out, later ? 0 : file.text.size(), 8);
    put(out, later ? 0 : data.size(), 8);
    return out;
  }
  void put_local(std::string& out) const {
    out += "PK\x03\x04";
    put_middle(out, true, extra(true).size());
    out += file.name + extra(true) + data;
    if (!is_described()) return;
    if (file.way != ZipWay::kDescribedPlainly) out += "PK\x07\x08";
    put(out, checksum(), 4);
    put(out, data.size(), is_large() ? 8 : 4);
    put(out, file.text.size(), is_large() ? 8 : 4);
  }
  void put_directory(std::string& out) const {
    out += "PK\x01\x02";
    put(out, 0x031E, 2);
    put_middle(out, false, extra(false).size());
    put(out, 4, 2);  // of a comment
    put(out, 0, 8);
    put(out, offset, 4);
    out += file.name + extra(false) + "note";
  }
};

void put_large_end(std::string& out, std::uint64_t entries, std::uint64_t begin) {
  const std::uint64_t end = out.size();
  out += "PK\x06\x06";
  put(out, 44, 8);
  put(out, 0x031E002D, 4);
  put(out, 0, 8);
  put(out, entries, 8);
  put(out, entries, 8);
  put(out, end - begin, 8);
  put(out, begin, 8);
  out += "PK\x06\x07";
  put(out, 0, 4);
  put(out, end, 8);
  put(out, 1, 4);
}

}  // namespace

std::string gzip_of(std::string_view text) { return deflated(text, 15 + 16); }

std::string zstd_of(std::string_view text, bool with_checksum) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, with_checksum ? 1 : 0);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

std::string zip_of(const std::vector<ZipFile>& files, std::string_view comment) {
  std::string out;
  std::vector<Entry> entries;
  bool is_large = false;
  for (const ZipFile& file : files) {
    const bool stored = file.way == ZipWay::kStored;
    Entry& entry = entries.emplace_back(
        Entry{file, stored ? file.text : deflated(file.text, -15), out.size()});
    entry.put_local(out);
    is_large = is_large || entry.is_large();
  }
  const std::size_t begin = out.size();
  for (const Entry& entry : entries) entry.put_directory(out);
  const std::size_t size = out.size() - begin;
  if (is_large) put_large_end(out, entries.size(), begin);
  out += "PK\x05\x06";
  put(out, 0, 4);
  put(out, is_large ? 0xFFFF : entries.size(), 2);
  put(out, is_large ? 0xFFFF : entries.size(), 2);
  put(out, is_large ? 0xFFFFFFFF : size, 4);
  put(out, is_large ? 0xFFFFFFFF : begin, 4);
  put(out, comment.size(), 2);
  return out.append(comment);
}

std::vector<Packed> packed_in_all_ways(const std::string& text) {
  const auto zip = [&](ZipWay way) { return zip_of({{.text = text, .way = way}}); };
  return {
      {"gzip", gzip_of(text)},
      {"zstd", zstd_of(text)},
      {"zip, stored", zip(ZipWay::kStored)},
      {"zip, deflated", zip(ZipWay::kDeflated)},
      {"zip with a descriptor", zip(ZipWay::kDescribed)},
      {"zip with a descriptor without signature", zip(ZipWay::kDescribedPlainly)},
      {"zip64", zip(ZipWay::kLarge)},
      {"zip64 with a descriptor", zip(ZipWay::kLargeDescribed)},
  };
}

}  // namespace diallint::test
