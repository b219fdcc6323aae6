### O que os visitantes leem, em português.

## A lista de portas

welcome = Boas-vindas
doors-hint =
    { $count ->
        [one] Fique junto à porta e toque no botão para abrir.
       *[other] Escolha a porta à sua frente.
    }
unlock = Abrir
door-unnamed = Porta { $number }
state-unlocked = Agora destrancada
state-offline = Offline neste momento
state-locked-down = Agora bloqueada para todos
state-not-set-up = Ainda não configurada
other-doors = Outras portas
check-again = Verificar novamente
as-of = O estado das portas pode ter mudado desde as { $time }

## Depois do toque

unlocked = { $door }: porta destrancada
unlocked-advice = Já pode abrir a porta. Ela volta a trancar sozinha.
already-unlocked = { $door }: porta já destrancada
already-unlocked-advice = Já pode abrir a porta.
already-opening = { $door }: abertura já em curso
already-opening-advice = Um momento, depois empurre ou puxe a porta.

## Enquanto uma porta é destrancada, e quando o telefone não tem rede

unlocking = Aguarde…
unlocked-now = Destrancada
no-answer-yet = Ainda sem resposta. Empurre ou puxe a porta, ou aguarde um momento.

no-network-title = O seu telefone está offline
no-network-text = Nada foi enviado e nenhuma porta foi destrancada.
no-network-advice = Assim que voltar a ter rede, toque mais uma vez no botão.

## Confirmação antes de destrancar uma porta

confirm-question = Abrir { $door }?
confirm-yes = Sim, abrir
confirm-no = Cancelar
confirm-title = Confirme, por favor
confirm-text = Esta porta só é destrancada depois da sua confirmação. Ainda está trancada.
confirm-advice = Toque novamente na porta e confirme.

## Quando o link é válido. $time é uma data como “1 de dezembro de 2026 às 09:00” ou “em 2 horas”

valid-from = Válido a partir de { $time }
valid-until = Válido até { $time }
begins = O acesso começa { $time }.
ends = O acesso termina { $time }.

## À volta da página

language = Idioma
printed = Abra este link no telefone para abrir portas. Uma folha impressa não abre nada.

## Quando alguém não consegue avançar

contact-title = Precisa de ajuda?
reference = Referência para o suporte: { $code }

## O que pode falhar: título, o que aconteceu, o que fazer agora

unknown-link-title = Este link não abre nada
unknown-link-text = Pode ter sido copiado só em parte ou substituído por um mais recente.
unknown-link-advice = Abra novamente o link da sua mensagem ou peça um novo a quem o enviou.

expired-title = Este link expirou
expired-text = O prazo terminou e o link já não abre nenhuma porta.
expired-advice = Peça um novo a quem o enviou.

withdrawn-title = Este link foi cancelado
withdrawn-text = Foi desativado e já não abre nenhuma porta.
withdrawn-advice = Se ainda quiser entrar, fale com quem o enviou.

not-yet-valid-title = Ainda é cedo
not-yet-valid-text = O link está certo, mas o acesso ainda não começou.
not-yet-valid-advice = Volte a abrir o link quando começar. Não precisa de um novo.

outside-hours-title = Não a esta hora
outside-hours-text = O link está certo, mas não abre portas a esta hora.
outside-hours-advice = Tente novamente no horário indicado ou fale com quem enviou o link.

refused-title = Acesso recusado
refused-text = O sistema de acesso não permite que este link abra a porta.
refused-advice = Fale com quem o enviou ou peça ajuda abaixo.

unknown-door-title = Este link não abre essa porta
unknown-door-text = Ela não está, ou já não está, entre as que pode abrir.
unknown-door-advice = Escolha uma das portas mostradas.

cross-site-title = Isto não veio do seu link
cross-site-text = Outro site tentou destrancar uma porta. Nada foi destrancado.
cross-site-advice = Abra o link da sua mensagem e escolha lá a porta.

locked-down-title = Agora bloqueada para todos
locked-down-text = O edifício bloqueou esta porta. Ninguém pode destrancá-la com um link.
locked-down-advice = Pergunte no local e, se houver um alarme, não espere junto à porta.

alarm-title = O alarme está ligado: não entre
alarm-text = O alarme do edifício está ligado, por isso a fechadura não foi destrancada.
alarm-advice = Afaste-se da porta e ligue para as pessoas que o convidaram.

not-set-up-title = Esta porta ainda não está configurada
not-set-up-text = A fechadura não está conectada, por isso a porta não pode ser destrancada daqui.
not-set-up-advice = Use outra porta ou pergunte no local.

rate-limited-title = Um pouco mais devagar, por favor
rate-limited-text = Foram muitas tentativas em pouco tempo. Desta vez, nada foi destrancado.
rate-limited-advice = Aguarde um minuto e tente novamente.

offline-title = Esta porta está offline
offline-text = Ela não responde neste momento, por isso não foi destrancada.
offline-advice = Tente novamente daqui a um minuto, use outra porta ou pergunte no local.

busy-title = A porta precisa de alguns segundos
busy-text = Ela não pode responder neste momento e não foi destrancada.
busy-advice = Aguarde alguns segundos e tente novamente.

unavailable-title = As portas não estão disponíveis neste momento
unavailable-text = O sistema de acesso não responde. O problema não é o seu link.
unavailable-advice = Tente novamente daqui a pouco. Se já tinha escolhido uma porta, primeiro empurre ou puxe essa porta.

timeout-title = A porta não respondeu
timeout-text = Pode ter sido destrancada ou não.
timeout-advice = Empurre ou puxe a porta. Se continuar fechada, toque novamente no botão.

## Páginas sem porta

empty-title = Ainda não há portas
empty-text = O link funciona, mas ainda não tem nenhuma porta.
empty-advice = Peça a quem o enviou que adicione as portas de que precisa.

not-found-title = Não há nada aqui
not-found-text = Este endereço não leva a nenhuma página.
not-found-advice = Abra novamente o link da sua mensagem.

bad-request-title = Não foi possível ler o pedido
bad-request-text = Nenhuma das nossas páginas envia algo assim.
bad-request-advice = Abra o link da sua mensagem e escolha lá uma porta.

home-title = Abra o link da sua mensagem
home-text = As suas portas estão no link pessoal que recebeu.
home-advice = Procure o link nos seus e-mails ou mensagens e abra-o aqui, no telefone.
