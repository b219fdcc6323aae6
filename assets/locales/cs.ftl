### Co čtou návštěvníci, česky.

## Seznam dveří

welcome = Vítejte
doors-hint =
    { $count ->
        [one] Postavte se ke dveřím a pak je tlačítkem odemkněte.
        [few] Vyberte dveře, u kterých stojíte.
        [many] Vyberte dveře, u kterých stojíte.
       *[other] Vyberte dveře, u kterých stojíte.
    }
unlock = Odemknout
door-unnamed = Dveře { $number }
state-unlocked = Nyní odemčeno
state-offline = Momentálně offline
state-locked-down = Nyní uzamčeno pro všechny
state-not-set-up = Zatím nenastaveno
other-doors = Další dveře
check-again = Zkontrolovat znovu
as-of = Stav dveří se od { $time } mohl změnit

## Po klepnutí

unlocked = { $door }: odemčeno
unlocked-advice = Můžete otevřít. Dveře se pak samy zamknou.
already-unlocked = { $door }: už je odemčeno
already-unlocked-advice = Můžete otevřít.
already-opening = { $door }: už se odemyká
already-opening-advice = Chvilku počkejte a pak zkuste dveře otevřít.

## Během odemykání a když telefon nemá signál

unlocking = Odemykání…
unlocked-now = Odemčeno
no-answer-yet = Zatím bez odpovědi. Zkuste dveře otevřít, nebo chvilku počkejte.

no-network-title = Váš telefon je offline
no-network-text = Nic se neodeslalo a nic se neodemklo.
no-network-advice = Jakmile budete mít signál, klepněte na tlačítko ještě jednou.

## Dotaz před odemknutím dveří

confirm-question = Odemknout dveře „{ $door }“?
confirm-yes = Ano, odemknout
confirm-no = Zrušit
confirm-title = Potvrďte prosím
confirm-text = Tyto dveře se odemknou až po vašem potvrzení. Jsou stále zamčené.
confirm-advice = Klepněte na dveře znovu a potvrďte.

## Kdy odkaz platí. $time je datum jako „1. prosince 2026 v 9:00“ nebo „za 2 hodiny“

valid-from = Platí od { $time }
valid-until = Platí do { $time }
begins = Začne platit { $time }.
ends = Přestane platit { $time }.

## Kolem stránky

language = Jazyk
printed = Otevřete tento odkaz v telefonu a odemkněte jím dveře. Výtisk nic neotevře.

## Když si návštěvník neví rady

contact-title = Potřebujete pomoc?
reference = Kód pro podporu: { $code }

## Co může být špatně: nadpis, co se stalo, co teď dělat

unknown-link-title = Tento odkaz nic neotevírá
unknown-link-text = Možná se zkopírovala jen jeho část, nebo ho nahradil novější.
unknown-link-advice = Otevřete odkaz ze své zprávy ještě jednou, nebo požádejte odesílatele o nový.

expired-title = Platnost odkazu vypršela
expired-text = Jeho čas uplynul a už neotevírá žádné dveře.
expired-advice = Požádejte odesílatele o nový.

withdrawn-title = Tento odkaz byl zrušen
withdrawn-text = Byl vypnut a už neotevírá žádné dveře.
withdrawn-advice = Pokud se ještě potřebujete dostat dovnitř, obraťte se na odesílatele.

not-yet-valid-title = Ještě je brzy
not-yet-valid-text = Odkaz je v pořádku, ale zatím neplatí.
not-yet-valid-advice = Otevřete ho znovu, až začne platit. Nový odkaz nepotřebujete.

outside-hours-title = V tuto hodinu ne
outside-hours-text = Odkaz je v pořádku, ale v tuto dobu dveře neotevírá.
outside-hours-advice = Zkuste to znovu v určených hodinách, nebo se obraťte na odesílatele.

refused-title = Přístup odepřen
refused-text = Přístupový systém nedovoluje tomuto odkazu dveře otevřít.
refused-advice = Obraťte se na odesílatele, nebo využijte pomoc níže.

unknown-door-title = Tento odkaz ty dveře neotevírá
unknown-door-text = Nejsou, nebo už nejsou mezi těmi, které můžete otevřít.
unknown-door-advice = Vyberte jedny ze zobrazených dveří.

cross-site-title = Toto nepřišlo z vašeho odkazu
cross-site-text = Dveře se pokusil odemknout jiný web. Nic se neodemklo.
cross-site-advice = Otevřete odkaz ze své zprávy a vyberte dveře tam.

locked-down-title = Nyní uzamčeno pro všechny
locked-down-text = Správa budovy tyto dveře uzamkla. Odkazem je nikdo neodemkne.
locked-down-advice = Zeptejte se na místě a při poplachu u dveří nečekejte.

alarm-title = Alarm je zapnutý: nevstupujte
alarm-text = Alarm v budově je zapnutý, proto dveře nebyly odemčeny.
alarm-advice = Odejděte ode dveří a zavolejte těm, kdo vás pozvali.

not-set-up-title = Tyto dveře zatím nejsou nastavené
not-set-up-text = Jejich zámek není připojený, proto je odsud nelze odemknout.
not-set-up-advice = Použijte jiné dveře, nebo se zeptejte na místě.

rate-limited-title = Trochu pomaleji, prosím
rate-limited-text = Za krátkou dobu bylo příliš mnoho pokusů. Tentokrát se nic neodemklo.
rate-limited-advice = Minutu počkejte a pak to zkuste znovu.

offline-title = Tyto dveře jsou offline
offline-text = Teď s nimi není spojení, proto se neodemkly.
offline-advice = Zkuste to znovu za minutu, použijte jiné dveře, nebo se zeptejte na místě.

busy-title = Dveře potřebují pár sekund
busy-text = Teď nemohou odpovědět, a proto se neodemkly.
busy-advice = Pár sekund počkejte a pak to zkuste znovu.

unavailable-title = S dveřmi teď není spojení
unavailable-text = Přístupový systém neodpovídá. Vaším odkazem to není.
unavailable-advice = Zkuste to za chvíli znovu. Pokud jste už dveře vybrali, zkuste je nejdřív otevřít.

timeout-title = Dveře neodpověděly
timeout-text = Možná se odemkly, možná ne.
timeout-advice = Zkuste dveře otevřít. Pokud to nejde, klepněte na tlačítko znovu.

## Stránky bez dveří

empty-title = Zatím žádné dveře
empty-text = Odkaz funguje, ale žádné dveře k němu nejsou přidané.
empty-advice = Požádejte odesílatele, ať přidá dveře, které potřebujete.

not-found-title = Tady nic není
not-found-text = Tato adresa nevede na žádnou stránku.
not-found-advice = Otevřete odkaz ze své zprávy ještě jednou.

bad-request-title = To se nepodařilo přečíst
bad-request-text = Nic takového naše stránky neposílají.
bad-request-advice = Otevřete odkaz ze své zprávy a vyberte dveře tam.

home-title = Otevřete odkaz ze své zprávy
home-text = Ke dveřím se dostanete přes osobní odkaz, který jste dostali.
home-advice = Najděte ho v e-mailu nebo ve zprávách a otevřete ho tady v telefonu.
