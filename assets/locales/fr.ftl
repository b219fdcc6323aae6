### Ce que lisent les visiteurs, en français.

## La liste des portes

welcome = Bienvenue
doors-hint =
    { $count ->
        [one] Placez-vous devant la porte, puis touchez le bouton pour l’ouvrir.
       *[other] Choisissez la porte devant laquelle vous êtes.
    }
unlock = Ouvrir
door-unnamed = Porte { $number }
state-unlocked = Déverrouillée en ce moment
state-offline = Hors ligne pour le moment
state-locked-down = Verrouillée pour tous en ce moment
state-not-set-up = Pas encore configurée
other-doors = Autres portes
check-again = Vérifier à nouveau
as-of = L’état des portes a pu changer depuis { $time }

## Après un appui

unlocked = { $door } : porte déverrouillée
unlocked-advice = Vous pouvez l’ouvrir. Elle se reverrouille toute seule.
already-unlocked = { $door } : porte déjà déverrouillée
already-unlocked-advice = Vous pouvez l’ouvrir.
already-opening = { $door } : déverrouillage déjà en cours
already-opening-advice = Un instant, puis essayez la poignée.

## Pendant le déverrouillage, et quand le téléphone n’a pas de réseau

unlocking = Ouverture…
unlocked-now = Déverrouillée
no-answer-yet = Pas encore de réponse. Essayez la poignée ou patientez un instant.

no-network-title = Votre téléphone est hors ligne
no-network-text = Rien n’a été envoyé, aucune porte n’a été déverrouillée.
no-network-advice = Dès que le réseau revient, touchez encore une fois le bouton.

## Confirmation avant de déverrouiller une porte

confirm-question = Ouvrir { $door } ?
confirm-yes = Oui, ouvrir
confirm-no = Annuler
confirm-title = Veuillez confirmer
confirm-text = Cette porte n’est déverrouillée qu’après votre confirmation. Elle est encore verrouillée.
confirm-advice = Touchez de nouveau la porte et confirmez.

## Quand le lien est valable. $time est une date comme « 1 décembre 2026 à 09:00 », ou « dans 2 heures »

valid-from = Valable à partir du { $time }
valid-until = Valable jusqu’au { $time }
begins = L’accès commence { $time }.
ends = L’accès se termine { $time }.

## Autour de la page

language = Langue
printed = Ouvrez ce lien sur votre téléphone pour ouvrir les portes. Une version imprimée n’ouvre rien.

## Quand un visiteur est bloqué

contact-title = Besoin d’aide ?
reference = Référence pour l’assistance : { $code }

## Ce qui peut ne pas aller : un titre, ce qui s’est passé, que faire maintenant

unknown-link-title = Ce lien n’ouvre rien
unknown-link-text = Il a peut-être été copié en partie seulement, ou remplacé par un plus récent.
unknown-link-advice = Ouvrez de nouveau le lien depuis votre message, ou demandez-en un nouveau à la personne qui vous l’a envoyé.

expired-title = Ce lien a expiré
expired-text = Sa période de validité est terminée, il n’ouvre plus aucune porte.
expired-advice = Demandez-en un nouveau à la personne qui vous l’a envoyé.

withdrawn-title = Ce lien a été retiré
withdrawn-text = Il a été désactivé et n’ouvre plus aucune porte.
withdrawn-advice = Si vous devez encore entrer, adressez-vous à la personne qui vous l’a envoyé.

not-yet-valid-title = Vous êtes en avance
not-yet-valid-text = Le lien est correct, mais l’accès n’a pas encore commencé.
not-yet-valid-advice = Rouvrez-le le moment venu. Vous n’avez pas besoin d’un nouveau lien.

outside-hours-title = Pas à cette heure-ci
outside-hours-text = Le lien est correct, mais il n’ouvre pas les portes à cette heure-ci.
outside-hours-advice = Réessayez pendant les horaires indiqués, ou adressez-vous à la personne qui vous a envoyé le lien.

refused-title = Accès refusé
refused-text = Le système d’accès ne permet pas à ce lien d’ouvrir la porte.
refused-advice = Adressez-vous à la personne qui vous l’a envoyé, ou demandez de l’aide ci-dessous.

unknown-door-title = Ce lien n’ouvre pas cette porte
unknown-door-text = Elle ne fait pas, ou plus, partie de celles que vous pouvez ouvrir.
unknown-door-advice = Choisissez une des portes affichées.

cross-site-title = Cela ne venait pas de votre lien
cross-site-text = Un autre site web a tenté de déverrouiller une porte. Aucune n’a été déverrouillée.
cross-site-advice = Ouvrez le lien depuis votre message et choisissez-y la porte.

locked-down-title = Verrouillée pour tous en ce moment
locked-down-text = Le bâtiment a verrouillé cette porte. Personne ne peut la déverrouiller avec un lien.
locked-down-advice = Renseignez-vous sur place et, en cas d’alarme, n’attendez pas devant la porte.

alarm-title = L’alarme est active : n’entrez pas
alarm-text = L’alarme du bâtiment est active, la serrure n’a donc pas été déverrouillée.
alarm-advice = Éloignez-vous de la porte et appelez les personnes qui vous ont invité.

not-set-up-title = Cette porte n’est pas encore configurée
not-set-up-text = Sa serrure n’est pas connectée, elle ne peut pas être déverrouillée d’ici.
not-set-up-advice = Utilisez une autre porte, ou renseignez-vous sur place.

rate-limited-title = Un peu moins vite, s’il vous plaît
rate-limited-text = Il y a eu trop de tentatives en peu de temps. Cette fois, rien n’a été déverrouillé.
rate-limited-advice = Attendez une minute, puis réessayez.

offline-title = Cette porte est hors ligne
offline-text = Elle est injoignable pour le moment et n’a donc pas été déverrouillée.
offline-advice = Réessayez dans une minute, utilisez une autre porte ou renseignez-vous sur place.

busy-title = La porte a besoin de quelques secondes
busy-text = Elle ne peut pas répondre pour l’instant et n’a pas été déverrouillée.
busy-advice = Attendez quelques secondes, puis réessayez.

unavailable-title = Les portes sont injoignables pour le moment
unavailable-text = Le système d’accès ne répond pas. Votre lien n’est pas en cause.
unavailable-advice = Réessayez dans un instant. Si vous aviez déjà choisi une porte, essayez d’abord la poignée.

timeout-title = La porte n’a pas répondu
timeout-text = Elle est peut-être déverrouillée, peut-être pas.
timeout-advice = Essayez la poignée. Si la porte reste fermée, touchez à nouveau le bouton.

## Pages sans porte

empty-title = Pas encore de porte
empty-text = Ce lien fonctionne, mais aucune porte n’y a été ajoutée.
empty-advice = Demandez à la personne qui vous l’a envoyé d’ajouter vos portes.

not-found-title = Il n’y a rien ici
not-found-text = Cette adresse ne mène à aucune page.
not-found-advice = Ouvrez de nouveau le lien depuis votre message.

bad-request-title = Cette demande n’a pas pu être lue
bad-request-text = Aucune de nos pages n’envoie cela.
bad-request-advice = Ouvrez le lien depuis votre message et choisissez-y une porte.

home-title = Ouvrez le lien de votre message
home-text = Vos portes se trouvent derrière le lien personnel que vous avez reçu.
home-advice = Cherchez-le dans vos e-mails ou vos messages, puis ouvrez-le ici, sur votre téléphone.
