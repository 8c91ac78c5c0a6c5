#include "samples/realistic_texts.h"

#include <iterator>

#include "samples/text_forms.h"

namespace diallint {
namespace {

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

// What systems write. The times and dates are some that exist.
constexpr std::string_view kForms[] = {"AC-######",
                                       "INV-2026-####",
                                       "2026-10-2#",
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
  if (kind < 3) return filled("%p", random);
  if (kind < 5) return filled(kForms[random.below(std::size(kForms))], random);
  if (kind == 5 && random.once_in(8)) return filled("%p <mail@example.org>", random);
  return std::string(kTexts[random.below(std::size(kTexts))]);
}

}  // namespace diallint
