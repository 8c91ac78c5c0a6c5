#include "samples/attribute_texts.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "samples/realistic_texts.h"
#include "samples/text_forms.h"

namespace diallint {
namespace {

// A name, and the forms (see filled()) that its values have, with bars between.
struct Attribute {
  std::string_view key;
  std::string_view forms;  // empty: the name says nothing
};

constexpr Attribute kAttributes[] = {
    {"customerName", "%p"},
    {"firstName", "%g"},
    {"lastName", "%f"},
    {"language", "en-US|de|pt-BR|fr-CA|ja|es-MX|pl|cy|zh-Hant"},
    {"accountNumber", "17672#####|4711####|AC-######"},
    {"order_id", "order ####/##|INV-2026-####|1f0e2d3c-4b5a-4978-a695-8f7e6d######"},
    {"appointment", "2026-12-1#|Monday at 9:30|2026-12-2# 1#:00"},
    {"appointment-time", "0#:30|1#:45|9:00 am"},
    {"branch", "Málaga|København|São Paulo|札幌|Galway|Łódź|Branch ##"},
    {"city", "Málaga|København|São Paulo|札幌|Galway|Łódź|Zürich|Kraków|New York"},
    {"tier", "basic|gold|silver|platinum"},
    {"plan", "prepaid|flat-##|Family M|Business ###"},
    {"balance", "##.#0|€ #.#49,00|£1#.50|-#.99|0"},
    {"dueDate", "2026-12-1#|2027-01-1#"},
    {"preferred_name", "%g"},
    {"greeting", "Good morning %p|Guten Tag, %p|Bonjour %g 🙏|%pさま|Hello \"%g\""},
    {"campaign", "autumn-2026|winback-##|Q4 renewals|Half off <today> & tomorrow"},
    {"segment", "new|loyal|at risk|B2B|cohort ##"},
    {"region", "EMEA|us-west-2|North|Île-de-France|関東|zone ##"},
    {"timezone", "Europe/London|America/New_York|Asia/Tokyo|UTC|Australia/Sydney"},
    {"lastOrder", "2026-10-2#|2026-11-1#"},
    {"voucher-code", "SAVE-####|WELCOME##"},
    {"product", "Router X##|Café crème 250 g|Surface #|C:\\\\sale v#.#.##"},
    {"reason",
     "Payment received, thank you very much 🙏|Ihre Lieferung kommt zwischen # und 1# Uhr.|Votre "
     "rendez-vous est confirmé.|Оплата заказа ####|您的预约已确认"},
    {"case_id", "CASE-######|https://example.com/cases/####?lang=de"},
    {"contactReason",
     "Customer asked for a call in the evening, not before 18:00 and not on a Friday.|Please call "
     "back\tbefore noon|Invoice ####|ご注文ありがとうございます。"},
    {"vip", "true|no|yes|0"},
    {"attempt", "#|# of ##"},
    {"salutation", "Ms|Mr|Mx|Frau|Sr.|様"},
    {"company", "O'%f & Sons|%f GmbH|株式会社%f|Example Ltd"},
    {"street", "# High Street|Hauptstraße ##|##, rue de l'Église|Room 1##, floor #"},
    {"postalCode", "#####|SW1A #AA|#### AB|〒###-####"},
    {"delivery_window", "0#:00-1#:30|afternoon"},
    {"invoice-2026", "INV-2026-####"},
    {"A", ""},
    {"x-1", ""},
};

constexpr auto kKeys = [] {
  std::array<std::string_view, std::size(kAttributes)> keys;
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = kAttributes[i].key;
  return keys;
}();

// Empty for a name that is none of them, or says nothing.
std::string_view forms_of(std::string_view key) noexcept {
  const auto* known = std::find_if(std::begin(kAttributes), std::end(kAttributes),
                                   [&](const Attribute& one) { return one.key == key; });
  return known == std::end(kAttributes) ? std::string_view() : known->forms;
}

std::string_view draw_form(std::string_view forms, Random& random) {
  const auto bars = static_cast<std::uint64_t>(std::count(forms.begin(), forms.end(), '|'));
  for (std::uint64_t skipped = random.below(bars + 1); skipped > 0; --skipped) {
    forms.remove_prefix(forms.find('|') + 1);
  }
  return forms.substr(0, forms.find('|'));
}

}  // namespace

std::span<const std::string_view> attribute_keys() noexcept { return kKeys; }

bool says_what_it_holds(std::string_view key) noexcept { return !forms_of(key).empty(); }

std::string attribute_text(std::string_view key, Random& random) {
  const std::string_view forms = forms_of(key);
  return forms.empty() ? phrase(random) : filled(draw_form(forms, random), random);
}

}  // namespace diallint
