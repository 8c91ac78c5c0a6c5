#include "samples/text_forms.h"

#include <iterator>

namespace diallint {
namespace {

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

struct Person {
  std::string_view given;
  std::string_view family;
  const People& of;
};

Person draw_person(Random& random) {
  const People& people = kPeople[random.below(std::size(kPeople))];
  const std::string_view given = people.given[random.below(std::size(people.given))];
  const std::string_view family = people.family[random.below(std::size(people.family))];
  return {given, family, people};
}

void append_name(std::string& out, char part, Random& random) {
  const Person person = draw_person(random);
  if (part == 'g') {
    out += person.given;
  } else if (part == 'f') {
    out += person.family;
  } else {
    out += person.of.family_first ? person.family : person.given;
    out += person.of.between;
    out += person.of.family_first ? person.given : person.family;
  }
}

}  // namespace

std::string filled(std::string_view form, Random& random) {
  std::string text;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '#') {
      text += random.one_of("0123456789");
    } else if (form[i] == '%') {
      append_name(text, form[++i], random);
    } else {
      text += form[i];
    }
  }
  return text;
}

}  // namespace diallint
