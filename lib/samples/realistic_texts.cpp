#include "samples/realistic_texts.h"

#include <iterator>

namespace diallint {
namespace {

constexpr std::string_view kKeys[] = {
    "customerName",  "firstName",    "lastName",         "language",     "accountNumber",
    "order_id",      "appointment",  "appointment-time", "branch",       "city",
    "tier",          "plan",         "balance",          "dueDate",      "preferred_name",
    "greeting",      "campaign",     "segment",          "region",       "timezone",
    "lastOrder",     "voucher-code", "product",          "reason",       "case_id",
    "contactReason", "vip",          "attempt",          "salutation",   "company",
    "street",        "postalCode",   "delivery_window",  "invoice-2026", "A",
    "x-1",
};

// Any given name of a row may go with any family name of it.
struct People {
  std::string_view given[3];
  std::string_view family[3];
  bool family_first = false;
  std::string_view between = " ";
};

constexpr People kPeople[] = {
    {{"Ann", "Robert", "Zoë"}, {"Smith", "King-Noel", "d'Arcy"}},
    {{"Máire", "Olu", "Ada"}, {"O'Brien", "Adéyẹmí", "Okafor"}},
    {{"Jürgen", "Käthe", "Søren"}, {"Müller", "Kierkegaard", "Weiß"}},
    {{"Łukasz", "Božena", "Þórdís"}, {"Żółć", "Dvořák", "Björk"}},
    {{"José", "Lucía", "João"}, {"García Márquez", "Núñez", "da Conceição"}},
    {{"François", "Chloé", "Inês"}, {"L'Hôpital", "Lefèvre", "Brontë"}},
    {{"Иван", "Ольга", "Юрий"}, {"Петров", "Ковальчук", "Щербакова"}},
    {{"Γιώργος", "Ελένη", "Νίκος"}, {"Παπαδόπουλος", "Ξένου", "Ιωαννίδης"}},
    {{"Nguyễn Thị", "Phạm Văn", "Đặng"}, {"Hương", "Tuấn", "Dũng"}},
    {{"Gülşen", "İbrahim", "Ayşe"}, {"Çağlar", "Öztürk", "Yıldız"}},
    {{"太郎", "花子", "さくら"}, {"山田", "佐藤", "小鳥遊"}, true, " "},
    {{"小龍", "美玲", "健"}, {"李", "王", "欧阳"}, true, ""},
    {{"민수", "서연", "하은"}, {"김", "박", "남궁"}, true, ""},
    {{"محمد", "فاطمة", "عمر"}, {"عبد الله", "الزهراء", "حسن"}},
    {{"יוסף", "דוד", "שרה"}, {"לוי", "כהן", "פרץ"}},
    {{"प्रिया", "अर्जुन", "मीना"}, {"शर्मा", "वर्मा", "दास"}},
    {{"สมชาย", "มาลี", "อนันต์"}, {"ใจดี", "แสงทอง", "ศรีสุข"}},
};

constexpr std::string_view kTexts[] = {
    // what a flow says, or an agent reads
    "Reminder: your appointment is on Monday at 9:30.",
    "Ihre Lieferung kommt zwischen 9 und 12 Uhr.",
    "Votre rendez-vous est confirmé.",
    "Su pedido está en camino; gracias por su compra.",
    "Оплата получена, спасибо!",
    "ご注文ありがとうございます。",
    "您的预约已确认",
    "Payment received, thank you very much 🙏",
    "50% off <today> & tomorrow; see C:\\sale",
    "Please call back\tbefore noon",
    "Customer asked for a call in the evening, not before 18:00 and not on a Friday.",
    // what systems write
    "basic",
    "gold",
    "prepaid",
    "en-US",
    "de",
    "pt-BR",
    "Europe/London",
    "true",
    "no",
    "0",
    "7",
    "1999",
    "Málaga",
    "København",
    "São Paulo",
    "札幌",
    "mail@example.net",
    "https://example.com/orders/4711?lang=de",
    "arn:aws:connect:us-west-2:123456789012:queue/support",
    "",
};

}  // namespace

std::span<const std::string_view> phrase_keys() noexcept { return kKeys; }

namespace {

std::string person(Random& random) {
  const People& people = kPeople[random.below(std::size(kPeople))];
  const std::string_view given = people.given[random.below(std::size(people.given))];
  const std::string_view family = people.family[random.below(std::size(people.family))];
  std::string name(people.family_first ? family : given);
  name += people.between;
  name += people.family_first ? given : family;
  return name;
}

// The form with a digit in the place of each #.
std::string filled(std::string_view form, Random& random) {
  std::string text(form);
  for (char& c : text) {
    if (c == '#') c = random.one_of("0123456789");
  }
  return text;
}

// What systems write. The times and dates are some that exist.
constexpr std::string_view kForms[] = {"AC-######",
                                       "INV-2026-####",
                                       "2026-1#-2#",
                                       "0#:3#",
                                       "17672#####",
                                       "##",
                                       "##.#0",
                                       "€ #.#49,00",
                                       "£1#.50",
                                       "order ####/##",
                                       "# of ##",
                                       "####",
                                       "customer##@example.com",
                                       "Room 1##, floor #",
                                       "v#.#.##",
                                       "1f0e2d3c-4b5a-4978-a695-8f7e6d######"};

}  // namespace

std::string phrase(Random& random) {
  const std::uint64_t kind = random.below(8);
  if (kind < 3) return person(random);
  if (kind < 5) return filled(kForms[random.below(std::size(kForms))], random);
  if (kind == 5 && random.once_in(8)) return person(random) + " <mail@example.org>";
  return std::string(kTexts[random.below(std::size(kTexts))]);
}

}  // namespace diallint
