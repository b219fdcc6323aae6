### Ce que lisent les visiteurs, en français.

## La liste des portes

welcome = Bienvenue
doors-hint =
    { $count ->
        [one] Placez-vous devant la porte, puis touchez le bouton pour ouvrir.
       *[other] Choisissez la porte devant laquelle vous êtes.
    }
unlock = Ouvrir
door-unnamed = Porte { $number }
state-unlocked = Déverrouillée
state-offline = Hors ligne pour le moment
state-locked-down = Verrouillée pour tous en ce moment
state-not-set-up = Pas encore configurée
other-doors = Autres portes
filter = Chercher une porte
filter-none = Aucune porte de ce nom
check-again = Actualiser
as-of = Dernière vérification : { $time }

## Après un appui

unlocked = { $door } : serrure déverrouillée
unlocked-advice = Vous pouvez ouvrir. La porte se reverrouille toute seule.
already-unlocked = { $door } : serrure déjà déverrouillée
already-unlocked-advice = Vous pouvez ouvrir.
already-opening = { $door } : déverrouillage déjà en cours
already-opening-advice = Un instant, puis essayez d’ouvrir.
door-unlocked = La serrure est déverrouillée
door-problem = { $door } : { $problem }

## Pendant le déverrouillage, et quand le téléphone n’a pas de réseau

unlocking = Un instant…
unlocked-now = Déverrouillée : ouvrez
no-answer-yet = Pas encore de réponse. Essayez d’ouvrir ou patientez un instant.

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

## Quand le lien est valable. $time est par exemple « 14:30 », $day « demain », « vendredi » ou « 3 décembre », $duration « 1 h 35 min »

from-when = Début : { $day } à { $time }
until-when = fin : { $day } à { $time }
in-duration = dans { $duration }

## Autour de la page

language = Langue
close = Fermer
printed = Ouvrez ce lien sur votre téléphone pour ouvrir les portes. Une version imprimée n’ouvre rien.

hand-over-title = Continuez sur votre téléphone
hand-over-text = Scannez ce code avec l’appareil photo de votre téléphone.
hand-over-code = Code QR de cette page

## Quand un visiteur est bloqué

contact-title = Besoin d’aide ?
call = Appeler
call-name = Appeler { $name }
write = Écrire un e-mail
reference = Référence pour l’assistance : { $code }

## Ce qui peut ne pas aller : un titre, ce qui s’est passé, que faire maintenant

unknown-link-title = Ce lien ne fonctionne pas
unknown-link-text = Il a peut-être été copié en partie seulement, ou remplacé par un plus récent.
unknown-link-advice = Ouvrez de nouveau le lien depuis votre message, ou demandez-en un nouveau à la personne qui vous l’a envoyé.

expired-title = Ce lien a expiré
expired-text = Sa période de validité est terminée, il n’ouvre plus aucune porte.
expired-advice = Demandez-en un nouveau à la personne qui vous l’a envoyé.

withdrawn-title = Ce lien a été retiré
withdrawn-text = Il a été désactivé et n’ouvre plus aucune porte.
withdrawn-advice = Si vous devez encore entrer, adressez-vous à la personne qui vous l’a envoyé.

not-yet-valid-title = Vous êtes en avance
not-yet-valid-text = Votre lien est en ordre, mais il n’est pas encore valable.
not-yet-valid-advice = Rouvrez-le le moment venu. Vous n’avez pas besoin d’un nouveau lien.

outside-hours-title = En dehors de vos horaires d’accès
outside-hours-text = Votre lien est en ordre, mais il n’ouvre pas de portes en ce moment.
outside-hours-advice = Réessayez pendant les horaires indiqués, ou adressez-vous à la personne qui vous a envoyé le lien.

refused-title = Pas d’accès avec ce lien
refused-text = Le système d’accès ne permet pas à ce lien d’ouvrir la porte.
refused-advice = Adressez-vous à la personne qui vous a envoyé le lien.

unknown-door-title = Ce lien n’ouvre pas cette porte
unknown-door-text = Elle ne fait pas, ou plus, partie de celles que vous pouvez ouvrir.
unknown-door-advice = Choisissez une des portes affichées.

cross-site-title = Cette demande ne venait pas de votre lien
cross-site-text = Un autre site web a tenté de déverrouiller une porte. Aucune n’a été déverrouillée.
cross-site-advice = Ouvrez le lien depuis votre message et choisissez-y la porte.

locked-down-title = Verrouillée pour tous en ce moment
locked-down-text = Cette porte a été verrouillée pour tout le monde. Aucun lien ne peut la déverrouiller.
locked-down-advice = En cas d’alarme, éloignez-vous de la porte. Sinon, renseignez-vous sur place.

alarm-title = L’alarme est active : n’entrez pas
alarm-text = L’alarme du bâtiment est active, la serrure n’a donc pas été déverrouillée.
alarm-advice = Éloignez-vous de la porte et appelez la personne qui vous reçoit.

not-set-up-title = Cette porte n’est pas encore configurée
not-set-up-text = Sa serrure n’est pas connectée, elle ne peut pas être déverrouillée d’ici.
not-set-up-advice = Utilisez une autre porte, ou renseignez-vous sur place.

rate-limited-title = Un instant, s’il vous plaît
rate-limited-text = Il y a trop de demandes en ce moment. Cette fois, rien n’a été déverrouillé.
rate-limited-advice = Attendez une minute, puis réessayez.

offline-title = Cette porte est hors ligne
offline-text = Elle est injoignable pour le moment et n’a donc pas été déverrouillée.
offline-advice = Réessayez dans une minute, utilisez une autre porte ou renseignez-vous sur place.

busy-title = La porte a besoin de quelques secondes
busy-text = La serrure est occupée et n’a donc pas été déverrouillée.
busy-advice = Attendez quelques secondes, puis réessayez.

unavailable-title = Les portes sont injoignables pour le moment
unavailable-text = Le système d’accès ne répond pas. Votre lien n’est pas en cause.
unavailable-advice = Si vous aviez déjà choisi une porte, essayez d’abord de l’ouvrir. Sinon, réessayez dans un instant.

timeout-title = La porte n’a pas répondu
timeout-text = Elle est peut-être déverrouillée, peut-être pas.
timeout-advice = Essayez d’ouvrir. Si la porte résiste, touchez à nouveau le bouton.

## Pages sans porte

waiting-title = Recherche de vos portes…
waiting-text = Patientez un instant. Elles s’afficheront ici toutes seules.

empty-title = Pas encore de porte
empty-text = Ce lien fonctionne, mais aucune porte n’y a été ajoutée.
empty-advice = Demandez à la personne qui vous l’a envoyé d’ajouter vos portes.

not-found-title = Page introuvable
not-found-text = L’adresse est peut-être incomplète.
not-found-advice = Ouvrez de nouveau le lien depuis votre message.

bad-request-title = Cela n’a pas marché
bad-request-text = La demande ne venait pas d’une de nos pages, ou elle était incomplète.
bad-request-advice = Ouvrez le lien depuis votre message et choisissez-y une porte.

home-title = Ouvrez le lien de votre message
home-text = Le lien personnel que vous avez reçu vous donne accès à vos portes.
home-advice = Cherchez-le dans vos e-mails ou vos messages, puis ouvrez-le sur votre téléphone.

## L’e-mail avec le lien. $brand est l’hôte, $place le bâtiment, $name la personne invitée

mail-subject = Votre accès : { $place }
mail-title = Votre accès : { $place }
mail-greeting = Bonjour { $name },
mail-intro = { $brand } vous a préparé un lien personnel. Il vous permet d’ouvrir les portes avec votre téléphone.
mail-intro-place = { $brand } vous a préparé un lien personnel pour { $place }. Il vous permet d’y ouvrir les portes avec votre téléphone.
mail-from = Valable à partir du
mail-until = Valable jusqu’au
mail-button = Voir mes portes
mail-hint = Ouvrez le lien sur votre téléphone une fois devant la porte.
mail-url = Si le bouton ne fonctionne pas, ouvrez cette adresse :
mail-directions = Comment s’y rendre
mail-code = Ou présentez ce code au lecteur à côté de la porte.
mail-code-name = Code QR pour le lecteur
mail-keep = Ce lien fonctionne comme une clé : merci de ne le transmettre à personne.
mail-why = Vous recevez cet e-mail car { $brand } vous a donné un accès. Si vous ne l’attendiez pas, merci de le supprimer.
mail-signature = { $brand }
